// Pictures just chosen, drawn small, so that one sees what will be sent.
async function draw(file) {
  const item = document.createElement("li");
  try {
    const picture = await createImageBitmap(file, { resizeWidth: 256, resizeQuality: "medium" });
    const canvas = document.createElement("canvas");
    canvas.width = 256;
    canvas.height = 192;
    const scale = Math.max(256 / picture.width, 192 / picture.height);
    const [width, height] = [picture.width * scale, picture.height * scale];
    canvas.getContext("2d").drawImage(picture, (256 - width) / 2, (192 - height) / 2, width, height);
    canvas.setAttribute("aria-hidden", "true");
    item.append(canvas);
  } catch {
    // not a picture the browser can draw: its name is enough
  }
  item.append(file.name);
  return item;
}

export function attach(input) {
  const list = document.createElement("ul");
  list.className = "previews";
  list.hidden = true;
  input.after(list);
  input.addEventListener("change", async () => {
    list.replaceChildren(...(await Promise.all([...input.files].map(draw))));
    list.hidden = !list.childElementCount;
  });
}

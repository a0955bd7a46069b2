"""What `quartierlibre demo` tells: invented towns, people and projects, made by the operations everybody uses."""

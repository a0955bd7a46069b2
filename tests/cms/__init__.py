"""What is written: pages, pictures, who may write them."""

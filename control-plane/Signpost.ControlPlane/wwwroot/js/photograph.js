// Shows the chosen file from the person's own disk; nothing is sent for it.
export function show(input, image) {
  const file = input.files?.[0];
  if (!file || !image) return;
  if (image.src.startsWith('blob:')) URL.revokeObjectURL(image.src);
  image.src = URL.createObjectURL(file);
}

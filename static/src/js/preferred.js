// In which surface a person wants to write on this device.
const key = `surface|${document.body.dataset.person ?? ""}`;

export function prefersForm() {
  try {
    return localStorage.getItem(key) === "form";
  } catch {
    return false;
  }
}

export function prefer(surface) {
  try {
    localStorage.setItem(key, surface);
  } catch {
    // Where nothing is kept, the page opens in the editor.
  }
}

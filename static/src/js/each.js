// Starts a behaviour once on every element that asks for it, also on those that come with a later answer.
export function each(selector, start) {
  const seen = new WeakSet();
  const look = () => {
    for (const element of document.querySelectorAll(selector)) {
      if (!seen.has(element)) {
        seen.add(element);
        start(element);
      }
    }
  };
  look();
  document.addEventListener("htmx:load", look);
}

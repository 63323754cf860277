// What the page with the form tells the editor: its sections, their headings and what belongs there.

/**
 * @param {HTMLFormElement} form
 * @param {string} blank what stands in an empty section
 * @returns {Record<string, import("./heads.js").Section>} by key, in order
 */
export function sectionsOf(form, blank) {
  const found = [...form.querySelectorAll("textarea[data-section]")].map((field) => {
    const label = form.querySelector(`label[for="${CSS.escape(field.id)}"]`);
    const guide = field.closest(".sect").querySelector("details.guide");
    return [field.name.replace(/^section-/, ""), { heading: label.textContent, language: label.lang, guide: guide && bare(guide), blank }];
  });
  return Object.fromEntries(found);
}

// No id stands twice on a page.
function bare(guide) {
  const copy = guide.cloneNode(true);
  for (const one of [copy, ...copy.querySelectorAll("[id]")]) one.removeAttribute("id");
  return copy;
}

// From the page with the form to the editor: the text is opened, and when it is there and the form is at rest, they change
// places. Whatever goes wrong, the form stays.
import { keepPages, startWorker } from "../sync/offline.js";
import { openSession } from "../sync/session.js";
import { Desk } from "./desk.js";
import { sectionsOf } from "./page.js";

/**
 * @param {{form: HTMLFormElement, quiet: () => Promise<boolean>, show: (surface: string) => void}} page
 *   quiet: answers when nobody writes in the form, and whether nothing was written in it
 */
export async function start({ form, quiet, show }) {
  const live = JSON.parse(form.dataset.live);
  const pattern = document.getElementById("editor");
  const { person } = document.body.dataset;
  const sections = sectionsOf(form, pattern.dataset.blank);
  const session = await openSession({ text: String(live.text), person, url: live.address, facts: factsOf(live, form, sections) });
  try {
    await session.ready;
    if (!(await quiet())) return session.close();
    const desk = new Desk({ session, form, pattern, live, sections });
    desk.onFail = () => show("form");
    show("editor");
    const started = await startWorker(person);
    if (started) await keepPages([location.pathname]);
  } catch (error) {
    session.close();
    form.hidden = false;
    throw error;
  }
  return undefined;
}

function factsOf({ language }, form, sections) {
  const named = Object.entries(sections).map(([key, { heading, guide }]) => ({ key, heading, guidance: guide?.querySelector("p")?.textContent ?? "" }));
  return { title: form.elements.title.value, address: location.pathname, language, sections: named };
}

// Sends what changed and says what came of it: {answer}, {refusal}, {signedout}, or {} when nobody answered.
const LATER = [408, 425, 429];
const PATIENCE = 30_000;
// What a browser still carries after the page is gone.
const CARRIED = 60_000;

const reason = (page) => new DOMParser().parseFromString(page, "text/html").querySelector("#problem")?.textContent.trim();

function post(form, { base, request, changed }) {
  const body = new URLSearchParams();
  for (const { name, value } of form.querySelectorAll("input[type=hidden]")) body.set(name, value);
  for (const [name, value] of Object.entries({ ...changed, base, request })) body.set(name, value);
  return fetch(form.action, {
    method: "POST",
    body,
    headers: { "HX-Request": "true", Accept: "application/json" },
    redirect: "manual",
    keepalive: String(body).length < CARRIED,
    signal: AbortSignal.timeout?.(PATIENCE),
  });
}

async function read(answer) {
  if (answer.status >= 500 || LATER.includes(answer.status)) return {};
  if (answer.status === 401 || answer.type === "opaqueredirect" || answer.headers.has("HX-Redirect")) return { signedout: true };
  const json = answer.headers.get("content-type")?.startsWith("application/json");
  if (answer.ok) return json ? { answer: await answer.json() } : {};
  return { refusal: (json ? (await answer.json()).message : reason(await answer.text())) ?? "" };
}

export async function ask(form, pending) {
  try {
    return await read(await post(form, pending));
  } catch {
    return {};
  }
}

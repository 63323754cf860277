// A refusal is shown above the page; the page, and what was typed in it, stays as it is.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const messages = document.getElementById("messages");
  if (!messages || !detail.serverResponse?.includes('id="problem"')) return;
  detail.target = messages;
  detail.swapOverride = "innerHTML";
});

document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (detail.requestConfig.verb !== "get") document.querySelector("#messages > #problem")?.remove();
});

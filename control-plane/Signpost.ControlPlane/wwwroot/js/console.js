// Runs on every page, before and beside the circuit.

// The server shows times by this cookie (BrowserClock).
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone) document.cookie = `signpost-zone=${encodeURIComponent(zone)}; path=/; max-age=31536000; samesite=strict`;

// With <base href="/"> a plain fragment link would lead to the start page.
document.addEventListener('click', event => {
  const link = event.target.closest('[data-skip]');
  if (!link) return;
  event.preventDefault();
  document.getElementById(link.dataset.skip)?.focus();
});

const two = n => String(n).padStart(2, '0');
function showClock() {
  const now = new Date();
  const utc = `${two(now.getUTCHours())}:${two(now.getUTCMinutes())}:${two(now.getUTCSeconds())} UTC`;
  const local = `${two(now.getHours())}:${two(now.getMinutes())}`;
  const text = now.getTimezoneOffset() === 0 ? utc : `${local} local · ${utc}`;
  for (const clock of document.querySelectorAll('[data-clock]')) if (clock.textContent !== text) clock.textContent = text;
}
showClock();
setInterval(showClock, 1000);

const dialog = document.getElementById('components-reconnect-modal');
dialog?.addEventListener('components-reconnect-state-changed', event => {
  const state = event.detail.state;
  if (state === 'hide') {
    dialog.close();
    return;
  }
  for (const part of dialog.querySelectorAll('[data-when]')) part.hidden = !part.dataset.when.split(' ').includes(state);
  if (!dialog.open) dialog.showModal();
});
dialog?.addEventListener('cancel', event => event.preventDefault());
dialog?.addEventListener('click', async event => {
  const action = event.target.dataset?.reconnect;
  if (action === 'reload') location.reload();
  if (action !== 'retry') return;
  // False: the server is there, but this page's session is not.
  if (!await Blazor.reconnect()) location.reload();
});

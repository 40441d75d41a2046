// The sign-in pages have no circuit: a passkey's answer goes into the hidden fields of its form.
import { create, get } from './credentials.js';

const words = {
  'no-passkeys': 'This browser has no passkeys. Use another one, or your password.',
  'insecure-page': 'The browser uses passkeys only under this console’s own address.',
  'already-there': 'This device or security key has a passkey for this account already.',
  'not-given': 'The browser gave no answer: nobody touched the key, or there is no passkey of yours. Try again.',
  'no-ceremony': 'The console does not answer. Load the page again.',
};

document.addEventListener('click', async event => {
  const button = event.target.closest('[data-passkey]');
  if (!button) return;
  const form = button.form;
  if (!form.reportValidity()) return;
  button.disabled = true;
  const problem = form.querySelector('[data-passkey-problem]');
  problem.hidden = true;
  const made = await ask(button);
  button.disabled = false;
  if (made.problem) {
    problem.textContent = words[made.problem];
    problem.hidden = false;
    return;
  }
  form.elements['Answer.Ceremony'].value = made.ceremony;
  form.elements['Answer.Credential'].value = made.credential;
  form.submit();
});

async function ask(button) {
  const response = await fetch(button.dataset.ask, { method: 'POST' });
  if (!response.ok) return { problem: 'no-ceremony' };
  const { id, options } = await response.json();
  return { ceremony: id, ...await (button.dataset.passkey === 'create' ? create(options) : get(options)) };
}

// Keys of the alerts page. They work only while the focus is on the page's content, and never while somebody types.
const keys = { ArrowDown: 'next', ArrowUp: 'previous', j: 'next', k: 'previous', Home: 'first', Enter: 'open', c: 'confirm', r: 'reject', Escape: 'cancel' };
const typing = 'input, textarea, select, [contenteditable]';
const pressing = 'button, a, summary, label';

export function listen(root, page) {
  const onKey = event => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const action = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!action) return;
    const target = event.target;
    if (action !== 'cancel' && target.closest(typing)) return;
    if (action === 'open' && target.closest(pressing)) return;
    event.preventDefault();
    page.invokeMethodAsync('OnKey', action);
  };
  const main = root.closest('main') ?? root;
  main.addEventListener('keydown', onKey);
  return { stop: () => main.removeEventListener('keydown', onKey) };
}

// After the choice moved by key the focus follows it, unless a form was opened for a decision.
export function focusChosen(root) {
  if (document.activeElement?.closest(typing)) return;
  const row = root.querySelector('[role=option][aria-selected=true]');
  row?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: 'nearest' });
}

const soundKey = 'signpost-alert-sound';
let audio;

export function soundWanted() {
  return localStorage.getItem(soundKey) === 'on';
}

// Browsers allow sound only after the person did something: this is called from a click.
export function wantSound(on) {
  localStorage.setItem(soundKey, on ? 'on' : 'off');
  if (on) ring();
}

export function ring() {
  audio ??= new AudioContext();
  if (audio.state === 'suspended') audio.resume();
  const start = audio.currentTime;
  for (const [offset, frequency] of [[0, 660], [0.16, 880]]) {
    const tone = audio.createOscillator();
    const loudness = audio.createGain();
    tone.frequency.value = frequency;
    loudness.gain.setValueAtTime(0.0001, start + offset);
    loudness.gain.exponentialRampToValueAtTime(0.18, start + offset + 0.02);
    loudness.gain.exponentialRampToValueAtTime(0.0001, start + offset + 0.15);
    tone.connect(loudness).connect(audio.destination);
    tone.start(start + offset);
    tone.stop(start + offset + 0.16);
  }
}

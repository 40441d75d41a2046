const media = { light: 'not all', dark: 'all', system: '(prefers-color-scheme: dark)' };

// Remembered for a year; the server reads the cookie, so that the next page comes in the right colours.
export function setTheme(theme) {
  document.getElementById('theme-dark').media = media[theme] ?? media.system;
  document.cookie = `signpost-theme=${theme}; path=/; max-age=31536000; samesite=strict`;
}

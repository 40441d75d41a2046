// Signs with the officer's key file where the officer is. The file is read here, the key is imported as not extractable, and only signatures leave this function.

const largestKeyFile = 16 * 1024;
const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };

// input: the <input type="file"> with the key; documents: base64 strings, each the COSE Sig_structure of one document.
// Returns { signatures: [base64 of r || s, 64 bytes each] } or { problem: code }.
export async function sign(input, documents) {
  const file = input.files?.[0];
  if (!file) return { problem: 'no-file' };
  if (file.size > largestKeyFile) return { problem: 'not-a-key' };
  const text = await file.text();
  if (/-----BEGIN ENCRYPTED PRIVATE KEY-----/.test(text)) return { problem: 'encrypted' };
  const body = /-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\s]+)-----END PRIVATE KEY-----/.exec(text)?.[1];
  if (!body) return { problem: 'not-a-key' };
  if (!globalThis.crypto?.subtle) return { problem: 'insecure-page' };

  let key;
  const der = fromBase64(body.replace(/\s/g, ''));
  try {
    key = await crypto.subtle.importKey('pkcs8', der, algorithm, false, ['sign']);
  } catch {
    return { problem: 'not-p256' };
  } finally {
    der.fill(0);
    input.value = '';
  }

  const signatures = [];
  for (const document of documents) {
    const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, fromBase64(document));
    signatures.push(toBase64(new Uint8Array(signature)));
  }
  return { signatures };
}

// SHA-256 of a base64 document, as hex: computed here so that the officer can compare it with another tool's.
export async function digest(document) {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', fromBase64(document)));
  return [...hash].map(octet => octet.toString(16).padStart(2, '0')).join('');
}

function fromBase64(text) {
  try {
    return Uint8Array.from(atob(text), character => character.charCodeAt(0));
  } catch {
    return new Uint8Array();
  }
}

function toBase64(octets) {
  return btoa(String.fromCharCode(...octets));
}

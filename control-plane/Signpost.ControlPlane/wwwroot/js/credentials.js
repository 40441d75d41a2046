// Passkeys for signing in (W3C Web Authentication, level 3): both take the JSON of the options and give { credential: JSON } or { problem: code }. The control plane checks it all.

export async function create(options) {
  return answer(() => navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) }));
}

export async function get(options) {
  return answer(() => navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) }));
}

async function answer(ask) {
  if (!globalThis.PublicKeyCredential?.parseCreationOptionsFromJSON) return { problem: 'no-passkeys' };
  try {
    return { credential: JSON.stringify((await ask()).toJSON()) };
  } catch (error) {
    return { problem: error?.name === 'SecurityError' ? 'insecure-page' : error?.name === 'InvalidStateError' ? 'already-there' : 'not-given' };
  }
}

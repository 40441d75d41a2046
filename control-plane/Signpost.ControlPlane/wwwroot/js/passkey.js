// Security keys and passkeys (W3C Web Authentication): registration of an officer's signing key, and assertions over an order's challenge. What is signed is checked by the
// control plane and again by every unit; nothing here is trusted.

const es256 = -7;

// Makes a signing key for an officer. Returns { publicKey: base64 of SubjectPublicKeyInfo, relyingParty, origin } or { problem: code }.
export async function register(officer, challenge) {
  if (!globalThis.PublicKeyCredential) return { problem: 'no-passkeys' };
  try {
    const credential = await navigator.credentials.create({
      publicKey: {
        challenge: fromBase64(challenge),
        rp: { id: location.hostname, name: 'Signpost orders' },
        user: { id: new TextEncoder().encode(`signing:${officer}`), name: officer, displayName: `${officer}, orders` },
        pubKeyCredParams: [{ type: 'public-key', alg: es256 }],
        authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
        attestation: 'none',
      },
    });
    const publicKey = credential.response.getPublicKey();
    if (credential.response.getPublicKeyAlgorithm() !== es256 || !publicKey) return { problem: 'not-p256' };
    return { publicKey: toBase64(publicKey), relyingParty: location.hostname, origin: location.origin };
  } catch (error) {
    return { problem: code(error) };
  }
}

// Asks the officer's key for an assertion over a challenge (base64). Returns { authenticatorData, clientDataJson, signature }, base64 each, or { problem: code }.
export async function assert(challenge) {
  if (!globalThis.PublicKeyCredential) return { problem: 'no-passkeys' };
  try {
    const credential = await navigator.credentials.get({
      publicKey: { challenge: fromBase64(challenge), rpId: location.hostname, userVerification: 'required' },
    });
    const { authenticatorData, clientDataJSON, signature } = credential.response;
    return { authenticatorData: toBase64(authenticatorData), clientDataJson: toBase64(clientDataJSON), signature: toBase64(signature) };
  } catch (error) {
    return { problem: code(error) };
  }
}

function code(error) {
  return error?.name === 'SecurityError' ? 'insecure-page' : error?.name === 'InvalidStateError' ? 'already-there' : 'not-given';
}

function fromBase64(text) {
  return Uint8Array.from(atob(text), character => character.charCodeAt(0));
}

function toBase64(buffer) {
  return btoa(String.fromCharCode(...new Uint8Array(buffer)));
}

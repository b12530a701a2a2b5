// Says on the page what a passkey would not do: the browser itself stays silent.
const isNumber = /^(\d+\.){3}\d+$|^\[.*\]$/.test(location.hostname);

/** Say that passkeys need a name, and where this machine has one. */
function sayAddress() {
  const notice = document.getElementById("passkey-address");
  if (!notice) return false;
  const isHere = location.hostname.startsWith("127.") || location.hostname === "[::1]";
  const link = notice.querySelector("[data-localhost]");
  const address = new URL(location.href);
  address.hostname = "localhost";
  link.href = address.href;
  link.hidden = !isHere;
  notice.querySelector("[data-elsewhere]").hidden = isHere;
  notice.hidden = false;
  return true;
}

document.addEventListener("allauth.error", (event) => {
  const notice = document.getElementById("passkey-error");
  if (!notice) return;
  event.preventDefault();
  if (isNumber && sayAddress()) return;
  notice.hidden = false;
  notice.focus();
});

// where a key is to be added the page says so at once; at sign-in only if a key is tried: a password works
document.addEventListener("DOMContentLoaded", () => {
  if (isNumber && document.getElementById("mfa_webauthn_add")) sayAddress();
});

// Says on the page what a passkey would not do: the browser itself stays silent.
document.addEventListener("allauth.error", (event) => {
  const notice = document.getElementById("passkey-error");
  if (!notice) return;
  event.preventDefault();
  notice.hidden = false;
  notice.focus();
});

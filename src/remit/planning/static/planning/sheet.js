// Offers the printer where there is a script to call it.
const button = document.getElementById('print');
button.hidden = false;
button.addEventListener('click', () => window.print());

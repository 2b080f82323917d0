// Offers a button that prints the page; without a script a sentence says how.
export function printing () {
  for (const place of document.querySelectorAll('[data-module="eh-print"]')) {
    const button = place.querySelector('button')
    place.querySelector('p').hidden = true
    button.hidden = false
    button.addEventListener('click', () => window.print())
  }
}

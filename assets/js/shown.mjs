// Shows a question only when another one has an answer that calls for it; without a script every question is shown.
function answer (form, name) {
  const field = form.elements[name]
  return field ? field.value : ''
}

export function shownWhen () {
  for (const part of document.querySelectorAll('[data-shown-by]')) {
    const form = part.closest('form')
    const wanted = part.dataset.shownWhen.split(' ')
    const show = () => { part.hidden = !wanted.includes(answer(form, part.dataset.shownBy)) }
    form.addEventListener('change', show)
    show()
  }
}

// Turns a long select into a box that narrows as you type (ARIA combobox with a list box); the select stays the field that is sent.
let made = 0

function options (select, typed) {
  const words = typed.trim().toLowerCase()
  return [...select.options].filter((one) => one.value && one.text.toLowerCase().includes(words)).slice(0, 12)
}

function enhance (select) {
  const id = select.id
  const number = ++made
  const box = document.createElement('div')
  box.className = 'eh-combo'
  const input = Object.assign(document.createElement('input'), { type: 'text', id, name: `${select.name}_typed`, autocomplete: 'off', className: 'govuk-input' })
  const list = Object.assign(document.createElement('ul'), { id: `combo-list-${number}`, className: 'eh-combo__list', hidden: true })
  list.setAttribute('role', 'listbox')
  list.setAttribute('aria-label', 'Names')
  for (const [name, value] of [['role', 'combobox'], ['aria-autocomplete', 'list'], ['aria-expanded', 'false'], ['aria-controls', list.id]]) input.setAttribute(name, value)
  const hint = Object.assign(document.createElement('div'), { id: `combo-hint-${number}`, className: 'govuk-hint', textContent: 'Type the first letters of the name.' })
  input.setAttribute('aria-describedby', [select.getAttribute('aria-describedby'), hint.id].filter(Boolean).join(' '))
  select.id = `${id}-select`
  select.hidden = true
  select.tabIndex = -1
  input.value = select.value ? select.selectedOptions[0].text : (select.dataset.typed ?? '')
  let at = -1

  const close = () => { list.hidden = true; at = -1; input.setAttribute('aria-expanded', 'false'); input.removeAttribute('aria-activedescendant') }
  const take = (option) => { select.value = option.value; input.value = option.text; close() }
  const show = () => {
    const found = options(select, input.value)
    list.replaceChildren(...found.map((option, index) => {
      const row = Object.assign(document.createElement('li'), { id: `${list.id}-${index}`, className: 'eh-combo__option', textContent: option.text })
      row.setAttribute('role', 'option')
      row.setAttribute('aria-selected', 'false')
      row.addEventListener('mousedown', (event) => { event.preventDefault(); take(option) })
      return row
    }))
    list.hidden = found.length === 0
    input.setAttribute('aria-expanded', String(found.length > 0))
    at = -1
  }
  const move = (by) => {
    const rows = [...list.children]
    if (!rows.length) return
    at = (at + by + rows.length) % rows.length
    rows.forEach((row, index) => row.setAttribute('aria-selected', String(index === at)))
    input.setAttribute('aria-activedescendant', rows[at].id)
    rows[at].scrollIntoView({ block: 'nearest' })
  }
  input.addEventListener('input', () => {
    const exact = [...select.options].find((one) => one.value && one.text === input.value)
    select.value = exact ? exact.value : ''
    input.value.trim() ? show() : close()
  })
  input.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') { event.preventDefault(); if (list.hidden) show(); move(event.key === 'ArrowDown' ? 1 : -1) }
    if (event.key === 'Escape') close()
    if (event.key === 'Enter' && !list.hidden && at >= 0) { event.preventDefault(); take(options(select, input.value)[at]) }
  })
  input.addEventListener('blur', () => {
    const found = options(select, input.value)
    if (input.value.trim() && !select.value && found.length === 1) take(found[0])
    close()
  })
  box.append(hint, input, list)
  select.after(box)
}

export function comboboxes () {
  for (const select of document.querySelectorAll('select[data-module="eh-combobox"]')) enhance(select)
}

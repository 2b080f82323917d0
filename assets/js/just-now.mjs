// Fills in the day and time in London in place; without a script the button sends the form, and the server fills them in.
export function justNow () {
  for (const place of document.querySelectorAll('[data-module="eh-just-now"]')) {
    const button = place.querySelector('button')
    button.addEventListener('click', (event) => {
      event.preventDefault()
      const parts = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', day: 'numeric', month: 'numeric', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).formatToParts(new Date())
      const now = Object.fromEntries(parts.map((one) => [one.type, one.value]))
      const fields = button.form.elements
      for (const part of ['day', 'month', 'year']) fields[`${place.dataset.day}-${part}`].value = Number(now[part])
      fields[place.dataset.time].value = `${now.hour}:${now.minute}`
      fields[place.dataset.time].focus()
    })
  }
}

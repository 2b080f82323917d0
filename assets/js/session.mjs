// Says that a session is about to end, and keeps it when asked.
export function sessionWarning () {
  const place = document.querySelector('[data-session-minutes]')
  if (!place) return
  const minutes = Number(place.dataset.sessionMinutes)
  const token = place.dataset.token
  let timer
  const start = () => {
    clearTimeout(timer)
    place.hidden = true
    timer = setTimeout(() => { place.hidden = false; place.querySelector('button').focus() }, Math.max(minutes - 3, 1) * 60000)
  }
  place.querySelector('button').addEventListener('click', async () => {
    const sent = new URLSearchParams({ csrf_token: token })
    const answer = await fetch('/stay', { method: 'POST', body: sent })
    if (answer.ok) start()
  })
  start()
}

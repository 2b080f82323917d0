// Shows how far a large file has come, and lets it be stopped; the form works the same without it.
const MB = 1024 * 1024
const SMALL = 1 * MB

function amount (bytes) {
  return `${(bytes / MB).toFixed(1)} MB`
}

function meter (form) {
  const box = document.createElement('div')
  box.className = 'eh-upload'
  const bar = Object.assign(document.createElement('progress'), { max: 100, value: 0 })
  bar.setAttribute('aria-label', 'Sending the file')
  const words = Object.assign(document.createElement('p'), { className: 'govuk-body' })
  words.setAttribute('role', 'status')
  const stop = Object.assign(document.createElement('button'), { type: 'button', className: 'govuk-button govuk-button--secondary', textContent: 'Stop sending' })
  box.append(bar, words, stop)
  form.after(box)
  return { box, bar, words, stop }
}

function replaced (answer, again) {
  const page = new DOMParser().parseFromString(answer, 'text/html')
  const main = document.querySelector('main')
  main.replaceWith(document.adoptNode(page.querySelector('main')))
  document.title = page.title
  again()
  document.querySelector('.govuk-error-summary')?.focus()
}

function send (form, again) {
  const { box, bar, words, stop } = meter(form)
  const button = form.querySelector('button[type="submit"]')
  const request = new XMLHttpRequest()
  const over = (said) => {
    form.inert = false
    button.focus()
    box.replaceChildren(Object.assign(document.createElement('p'), { className: 'govuk-error-message', textContent: said }))
    box.setAttribute('role', 'alert')
    form.dataset.sent = ''
  }
  let told = 0
  request.upload.addEventListener('progress', (event) => {
    if (!event.lengthComputable) return
    const share = Math.floor((event.loaded / event.total) * 100)
    bar.value = share
    if (share >= told + 10 || share === 100) {
      told = share
      words.textContent = share === 100 ? 'All of it has been sent. It is being checked and sealed.' : `${amount(event.loaded)} of ${amount(event.total)} sent.`
    }
  })
  request.addEventListener('load', () => {
    if (request.status < 400) window.location.assign(request.responseURL)
    else replaced(request.responseText, again)
  })
  request.addEventListener('error', () => over('The connection was lost, and the file was not added. Nothing you wrote is lost: send it again.'))
  request.addEventListener('abort', () => over('You stopped it, and the file was not added. Nothing you wrote is lost.'))
  stop.addEventListener('click', () => request.abort())
  words.textContent = 'Sending the file.'
  const body = new FormData(form)
  form.inert = true
  stop.focus()
  request.open('POST', form.action || window.location.href)
  request.send(body)
}

export function uploads (again) {
  for (const form of document.querySelectorAll('form[data-module="eh-upload"]')) {
    form.addEventListener('submit', (event) => {
      const files = [...form.querySelectorAll('input[type="file"]')].flatMap((one) => [...one.files])
      if (files.reduce((sum, one) => sum + one.size, 0) < SMALL) return
      event.preventDefault()
      if (form.dataset.sent) return
      form.dataset.sent = 'yes'
      document.querySelectorAll('.eh-upload').forEach((one) => one.remove())
      send(form, again)
    })
  }
}

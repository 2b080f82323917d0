// Starts what makes pages nicer; every page works without it.
import { initAll as govuk } from './govuk-frontend.min.js'
import { initAll as moj } from './moj-frontend.min.js'
import { comboboxes } from './combobox.mjs'
import { sessionWarning } from './session.mjs'
import { uploads } from './upload.mjs'

document.body.classList.add('js-enabled', ...('noModule' in HTMLScriptElement.prototype ? ['govuk-frontend-supported'] : []))
function start (scope) {
  govuk({ scope })
  moj()
  comboboxes()
  sessionWarning()
  uploads(() => start(document.querySelector('main')))
}
start(document)

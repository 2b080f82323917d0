// Starts what makes pages nicer; every page works without it.
import { initAll as govuk } from './govuk-frontend.min.js'
import { initAll as moj } from './moj-frontend.min.js'
import { comboboxes } from './combobox.mjs'
import { justNow } from './just-now.mjs'
import { printing } from './print.mjs'
import { sessionWarning } from './session.mjs'
import { shownWhen } from './shown.mjs'
import { uploads } from './upload.mjs'

document.body.classList.add('js-enabled', ...('noModule' in HTMLScriptElement.prototype ? ['govuk-frontend-supported'] : []))
function start (scope) {
  govuk({ scope })
  moj()
  comboboxes()
  justNow()
  printing()
  shownWhen()
  sessionWarning()
  uploads(() => start(document.querySelector('main')))
}
start(document)

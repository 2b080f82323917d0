// Builds app/static/dist: one folder named by the digest of everything in it, and a manifest that names the files.
import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as sass from 'sass'

const out = 'app/static/dist'
const { css } = sass.compile('assets/app.scss', { loadPaths: ['.', 'node_modules'], style: 'compressed', quietDeps: true, silenceDeprecations: ['import', 'global-builtin', 'if-function', 'mixed-decls'], logger: sass.Logger.silent })
for (const forbidden of ['GDS Transport', '@font-face', 'data:']) {
  if (css.includes(forbidden)) throw new Error(`the style sheet may not hold ${forbidden}`)
}
const files = new Map([['app.css', Buffer.from(css)]])
for (const name of readdirSync('assets/js')) files.set(name, readFileSync(join('assets/js', name)))
for (const name of readdirSync('assets/images')) files.set(name, readFileSync(join('assets/images', name)))
files.set('govuk-frontend.min.js', readFileSync('node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js'))
files.set('moj-frontend.min.js', readFileSync('node_modules/@ministryofjustice/frontend/moj/moj-frontend.min.js'))
const digest = createHash('sha256')
for (const name of [...files.keys()].sort()) digest.update(name).update(files.get(name))
const folder = digest.digest('hex').slice(0, 16)
rmSync(out, { recursive: true, force: true })
mkdirSync(join(out, folder), { recursive: true })
const manifest = {}
for (const [name, data] of files) {
  writeFileSync(join(out, folder, name), data)
  manifest[name] = `${folder}/${name}`
}
// the faces of letters and other printed documents, as TrueType (app/documents/typesetting.py), with their licences
const FACES = {
  '@expo-google-fonts/source-sans-3': ['LICENSE_FONT', '400Regular/SourceSans3_400Regular.ttf', '400Regular_Italic/SourceSans3_400Regular_Italic.ttf', '600SemiBold/SourceSans3_600SemiBold.ttf', '700Bold/SourceSans3_700Bold.ttf'],
  'dejavu-fonts-ttf': ['LICENSE', 'ttf/DejaVuSans.ttf', 'ttf/DejaVuSans-Bold.ttf'],
}
for (const [name, faces] of Object.entries(FACES)) {
  const to = join(out, 'fonts', name.split('/').pop())
  mkdirSync(to, { recursive: true })
  for (const face of faces) copyFileSync(join('node_modules', name, face), join(to, face.split('/').pop()))
}
writeFileSync(join(out, 'manifest.json'), JSON.stringify(manifest, null, 1))
console.log(`built ${files.size} files into ${out}/${folder}`)

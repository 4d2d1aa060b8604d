import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { env } from 'node:process'
import { pathToFileURL } from 'node:url'
import { chromium, type Page } from 'playwright-core'
import t from 'tap'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { lacuna } from '#test/fixtures/command.ts'

/** The report of a tenant of 100,000 users in a real browser; `CHROMIUM` says where one is that is not at the usual place. */
const executablePath = env['CHROMIUM'] ?? '/usr/bin/chromium'
const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
const mostBytes = 2_000_000
const mostMilliseconds = 2_000

t.setTimeout(600_000)

const Seen = Type.Object({ colours: Type.Integer(), lightness: Type.Number({ description: 'Of the commonest colour, from 0 to 1.' }), share: Type.Number() })
const Width = Type.Object({ shown: Type.Integer(), needed: Type.Integer() })

/** What is on the screen, told by a second page, which may draw pictures. */
async function look(page: Page, reader: Page) {
  const picture = (await page.screenshot()).toString('base64')
  return Value.Parse(Seen, await reader.evaluate(`(async () => {
    const image = new Image()
    image.src = 'data:image/png;base64,${picture}'
    await image.decode()
    const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d')
    canvas.drawImage(image, 0, 0)
    const counts = new Map()
    for (const pixel of new Uint32Array(canvas.getImageData(0, 0, image.width, image.height).data.buffer)) counts.set(pixel, (counts.get(pixel) ?? 0) + 1)
    const [commonest, times] = [...counts].reduce((most, one) => one[1] > most[1] ? one : most)
    return { colours: counts.size, lightness: (commonest & 255) / 255, share: times / (image.width * image.height) }
  })()`))
}

async function widthOf(page: Page) {
  return Value.Parse(Width, await page.evaluate('({ shown: document.documentElement.clientWidth, needed: document.documentElement.scrollWidth })'))
}

/** Writes the tenant and its report, and tells the report's size. */
async function writeReport(folder: string): Promise<number> {
  const { output: tenant } = await lacuna(['generate', '--users', '100000', '--apps', '1000', '--policies', '240', '--seed', '20270205'])
  writeFileSync(join(folder, 'tenant.json'), tenant)
  const { code, output } = await lacuna(['analyze', join(folder, 'tenant.json'), '--format', 'html'])
  t.equal(code, 1, 'the tenant has gaps')
  writeFileSync(join(folder, 'report.html'), output)
  return Buffer.byteLength(output)
}

async function inTheBrowser(folder: string): Promise<void> {
  const browser = await chromium.launchPersistentContext(join(folder, 'profile'), { executablePath, args: flags })
  t.teardown(() => browser.close())
  const [page, reader] = [await browser.newPage(), await browser.newPage()]
  const address = pathToFileURL(join(folder, 'report.html')).href
  const requests: string[] = []
  const complaints: string[] = []
  page.on('request', request => requests.push(request.url()))
  page.on('console', message => complaints.push(message.text()))
  page.on('pageerror', error => complaints.push(error.message))
  await page.setViewportSize({ width: 1280, height: 900 })
  await page.bringToFront()
  const started = performance.now()
  await page.goto(address)
  await page.evaluate('new Promise(painted => requestAnimationFrame(() => requestAnimationFrame(painted)))')
  const milliseconds = Math.round(performance.now() - started)
  t.comment(`opened and painted in ${milliseconds} ms`)
  t.ok(milliseconds < mostMilliseconds, `it opens in under ${mostMilliseconds} ms`)

  for (const [width, colorScheme] of [[1280, 'light'], [1280, 'dark'], [360, 'light'], [360, 'dark']] as const) {
    await t.test(`at ${width} pixels and ${colorScheme} it is all there and nothing is cut`, async t => {
      await page.setViewportSize({ width, height: 900 })
      await page.emulateMedia({ media: 'screen', colorScheme })
      const pictures = page.getByRole('img', { name: /^Coverage: of \d+ requirements \d+ ha/ })
      t.equal(await pictures.count(), 1, 'one picture of the coverage is told')
      t.ok(await pictures.isVisible())
      const { colours, lightness, share } = await look(page, reader)
      t.ok(colours > 50 && share < 0.99, `${colours} colours`)
      t.ok(colorScheme === 'light' ? lightness > 0.9 : lightness < 0.2, `the ground is ${colorScheme}: ${lightness}`)
      for (const isOpen of [false, true]) {
        await page.evaluate(`document.querySelectorAll('details').forEach(details => { details.open = ${isOpen} })`)
        const { shown, needed } = await widthOf(page)
        t.ok(needed <= shown, `${needed} of ${shown} pixels with the folds ${isOpen ? 'open' : 'closed'}`)
      }
    })
  }
  await t.test('on paper every fold is open, on a white ground', async t => {
    await page.setViewportSize({ width: 794, height: 1123 })
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
    await page.evaluate('document.querySelectorAll("details").forEach(details => { details.open = false })')
    const { colours, lightness } = await look(page, reader)
    t.ok(colours > 50 && lightness > 0.9, `${colours} colours on ${lightness}`)
    t.equal(await page.evaluate('[...document.querySelectorAll("details > :not(summary)")].filter(inside => inside.getClientRects().length === 0 || !inside.checkVisibility({ contentVisibilityAuto: true })).length'), 0)
    const { shown, needed } = await widthOf(page)
    t.ok(needed <= shown, `${needed} of ${shown} pixels`)
    t.ok((await page.pdf({ format: 'A4' })).length > 50_000)
  })
  t.same(requests, [address], 'nothing but the file is asked for')
  t.same(complaints, [], 'the console is silent')
}

if (existsSync(executablePath)) {
  const folder = t.testdir({ profile: {} })
  const bytes = await writeReport(folder)
  t.comment(`${bytes} bytes`)
  t.ok(bytes < mostBytes, `it is under ${mostBytes} bytes`)
  await inTheBrowser(folder)
} else t.fail(`no browser at ${executablePath}: install Chromium (apt-get install chromium) or set CHROMIUM to the path of one`)

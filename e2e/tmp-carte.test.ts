import test, { after } from 'node:test'
import { chromium } from 'playwright-core'
import { openInstance, signIn } from './instance.ts'
const instance = await openInstance()
const nav = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox','--disable-quic','--no-first-run','--disable-background-networking','--disable-component-update','--disable-sync','--use-angle=swiftshader','--enable-unsafe-swiftshader','--ignore-gpu-blocklist'] })
after(() => nav.close())
test('voir', async () => {
  for (const [nom, width, colorScheme, js] of [['d',1280,'dark',true],['l',1280,'light',true],['t',320,'light',true],['sansjs',1280,'light',false],['sansjst',320,'dark',false]] as const) {
    const ctx = await nav.newContext({ viewport: { width, height: 900 }, colorScheme, javaScriptEnabled: js, baseURL: instance.adresse })
    const page = await ctx.newPage()
    page.on('console', (m) => console.log(nom, m.type(), m.text()))
    page.on('pageerror', (m) => console.log(nom, 'ERR', m.message))
    await signIn(page, 'Claire')
    const t = performance.now()
    await page.goto('/espace/tours-2015/territoire/carte?generation=QPV2015&generation=QPV2024')
    if (js) await page.waitForSelector('carte-quartiers[pret]', { timeout: 20000 }).catch((e) => console.log(e.message))
    console.log(nom, Math.round(performance.now() - t), 'ms')
    if (nom === 'd') {
      await page.evaluate(() => { const m = document.querySelector('carte-quartiers') as HTMLElement; const champ = document.createElement('textarea'); champ.id='essai'; const a = document.createElement('carte-quartiers'); Object.assign(a.dataset, { ...m.dataset, champ: 'essai' }); const f = m.querySelector('figure'); a.append(f as Node); a.className = m.className; m.replaceWith(a, champ);  })
      await page.waitForSelector('carte-quartiers[pret]', { timeout: 15000 }).catch(async (e) => { console.log(e.message.slice(0,80), await page.evaluate(() => document.querySelector('carte-quartiers')?.outerHTML.slice(0, 1500))) })
      await page.getByRole('button', { name: 'Dessiner' }).click()
      const c = page.locator('.pv-vif-toile canvas'); const b = await c.boundingBox()
      for (const [x, y] of [[200,150],[300,150],[280,240],[200,150]]) { await page.mouse.click((b?.x??0)+(x??0), (b?.y??0)+(y??0)); await page.waitForTimeout(150) }
      for (const [x, y] of [[500,150],[600,150],[560,260]]) { await page.mouse.click((b?.x??0)+(x??0), (b?.y??0)+(y??0)); await page.waitForTimeout(150) }
    }
    await page.waitForTimeout(1000)
    await page.screenshot({ path: `/tmp/equipe/cartes/page-${nom}.png`, fullPage: true })
    if (nom === 'l') { await page.pdf({ path: '/tmp/equipe/cartes/impression.pdf' }) ; await page.goto('/espace/tours-2015/territoire/quartiers/QN03709M'); await page.screenshot({ path: `/tmp/equipe/cartes/quartier.png`, fullPage: true }) }
    await ctx.close()
  }
})

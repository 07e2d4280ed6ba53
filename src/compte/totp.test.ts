import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { openCoffre } from './coffre.adaptateur.ts'
import { chosenMotDePasse } from './force-mot-de-passe.adaptateur.ts'
import { nomNavigateur } from './navigateur.ts'
import { adresseOtp, codeDeSecours, codeDuPas, encodeBase32, parseCodeDeSecours, pasDe, pasProuve } from './totp.ts'

const SECRET = Buffer.from('12345678901234567890')

test('les codes sont ceux de la RFC 6238', () => {
  // Appendix B, SHA-1, cut to six digits.
  for (const [secondes, code] of [
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
    [20000000000, '353130'],
  ] as const) {
    assert.equal(codeDuPas(SECRET, Math.floor(secondes / 30)), code, String(secondes))
  }
})

test('un code vaut un pas avant et un pas après, et ne resservira pas', () => {
  const instant = new Date('2026-03-02T09:00:10Z')
  const pas = pasDe(instant)
  for (const ecart of [-1, 0, 1]) assert.equal(pasProuve(SECRET, codeDuPas(SECRET, pas + ecart), instant, 0), pas + ecart)
  for (const ecart of [-2, 2]) assert.equal(pasProuve(SECRET, codeDuPas(SECRET, pas + ecart), instant, 0), null)
  assert.equal(pasProuve(SECRET, codeDuPas(SECRET, pas), instant, pas), null, 'served already')
  assert.equal(pasProuve(SECRET, codeDuPas(SECRET, pas - 1), instant, pas), null, 'older than the last one')
  const code = codeDuPas(SECRET, pas)
  assert.equal(pasProuve(SECRET, `${code.slice(0, 3)} ${code.slice(3)}`, instant, 0), pas, 'typed in two groups')
  for (const faux of ['', '12345', '1234567', 'abcdef', '١٢٣٤٥٦']) assert.equal(pasProuve(SECRET, faux, instant, 0), null, faux)
})

test('la clé s’écrit en base 32, et son adresse nomme le compte', () => {
  assert.equal(encodeBase32(Buffer.from('foobar')), 'MZXW6YTBOI')
  const adresse = new URL(adresseOtp(SECRET, 'Parvis', 'alix.moreau@exemple.fr'))
  assert.equal(adresse.searchParams.get('secret'), 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')
  assert.equal(decodeURIComponent(adresse.pathname), '/Parvis:alix.moreau@exemple.fr')
})

test('un code de récupération se tape en majuscules, sans tiret, et ne se prend pas pour un code du téléphone', () => {
  const code = codeDeSecours(randomBytes(10))
  assert.match(code, /^[a-z2-9]{5}-[a-z2-9]{5}$/)
  assert.equal(parseCodeDeSecours(` ${code.toUpperCase().replace('-', ' ')} `), code)
  for (const faux of ['123456', '12 34 56', '', 'abcde', '../../..']) assert.equal(parseCodeDeSecours(faux), null, faux)
})

test('what the vault encrypts is read by the same key and use alone, and not when altered', () => {
  const coffre = openCoffre('x'.repeat(40))
  fc.assert(fc.property(fc.string(), (texte) => coffre.dechiffre('a', coffre.chiffre('a', texte)) === texte))
  const chiffre = coffre.chiffre('a', 'secret')
  assert.ok(!Buffer.from(chiffre, 'base64url').includes('secret'))
  assert.throws(() => coffre.dechiffre('b', chiffre))
  assert.throws(() => openCoffre('y'.repeat(40)).dechiffre('a', chiffre))
  const octets = Buffer.from(chiffre, 'base64url')
  octets.writeUInt8(octets.readUInt8(octets.length - 1) ^ 1, octets.length - 1)
  assert.throws(() => coffre.dechiffre('a', octets.toString('base64url')))
  assert.throws(() => coffre.dechiffre('a', 'court'))
  assert.notEqual(coffre.empreinte('a', 'x'), coffre.empreinte('b', 'x'))
})

test('une session se reconnaît à son navigateur', () => {
  const agents = {
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0': 'Firefox sur Windows',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0':
      'Edge sur Windows',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1':
      'Safari sur iPhone',
    'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36': 'Chrome sur Android',
    'curl/8.5.0': 'Navigateur inconnu',
  }
  for (const [agent, nom] of Object.entries(agents)) assert.equal(nomNavigateur(agent), nom)
  assert.equal(nomNavigateur(null), 'Navigateur inconnu')
})

test('un mot de passe qui se devine est refusé, avec sa raison, en français', async () => {
  const connus = ['Alix', 'Moreau', 'alix.moreau']
  for (const [faux, raison] of [
    ['motdepasse2026', /mots/],
    ['azertyuiop123', /clavier/],
    ['soleil123456789', /employé/],
    ['moreaualix2026', /nom|prénom|mot/],
    ['contratdeville37', /mot|site|courants/],
    ['Parvis2026!!!!', /se devine/],
  ] as const) {
    await assert.rejects(chosenMotDePasse(faux, connus), raison, faux)
  }
})

test('une phrase courte, ou un long mot de passe tiré au sort, convient ; aucune composition n’est imposée', async () => {
  for (const bon of [
    'un pavé de grès clair',
    'les tilleuls de la place',
    'kx9#mQ2$vL7@pW',
    'brouette cosmos lavoir tapir',
    `${'abcdefg hij klm '.repeat(7)}zq`,
  ]) {
    assert.equal(await chosenMotDePasse(bon, ['Alix', 'Moreau']), bon)
  }
})

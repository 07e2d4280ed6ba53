/** A process that sends mail until it is killed: `facteur.ts URL PORT`. */
import { startFacteur } from '#platform/courriel/facteur.ts'
import { createJetonsCourriel } from '#platform/courriel/jeton.ts'
import { DELAIS } from '#platform/courriel/smtp.adaptateur.ts'

const [url = '', port = '0'] = process.argv.slice(2)
await startFacteur({
  url,
  production: false,
  courriel: {
    serveur: { hote: '127.0.0.1', port: Number(port), tlsDesLeDebut: false, exigeTls: false, identifiants: null },
    expediteur: { nom: 'Parvis', adresse: 'parvis@exemple.fr' },
  },
  maison: { site: 'https://parvis.exemple.fr', jetons: createJetonsCourriel('x'.repeat(40)) },
  gardeLiens: false,
  now: () => new Date(),
  delais: { ...DELAIS, silenceMs: 1000, connexionMs: 2000 },
  delaiApres: () => 300,
  pollInterval: 200,
})

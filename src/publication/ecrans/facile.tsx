import { T } from '#ui/pieces.tsx'
import { BandeauApercu, PagePublique } from '../cadre.tsx'
import { Prose } from './prose.tsx'
import type { VuePublique } from './vue.ts'

/** The contract in easy-to-read French. */
export function PageFacile({ vue, texte }: { vue: VuePublique; texte: string }) {
  const { titre } = vue.instantane.contrat
  return (
    <PagePublique
      titre={`${titre}, facile à lire`}
      nom={titre}
      accueil={vue.base}
      liens={[{ libelle: 'Le contrat', href: vue.base }]}
      demo={vue.demo}
    >
      {vue.apercu !== null && <BandeauApercu retour={vue.apercu.retour} />}
      <div class="pv-page pv-simple pv-facile">
        <h1>
          <T>{titre}</T>, facile à lire
        </h1>
        <div class="pv-prose">
          <Prose texte={texte} />
        </div>
        <p class="pv-haut-2">
          <a href={vue.base}>Lire toute la page du contrat</a>
        </p>
      </div>
    </PagePublique>
  )
}

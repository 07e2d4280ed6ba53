import type { RegleViolee } from '#platform/errors.ts'
import { accorde } from '#platform/formats.ts'
import { actHttp, type C, readHttp, requireAgent } from '#platform/http/env.ts'
import { parseFormulaire } from '#platform/http/formulaire.ts'
import type { Routes } from '#platform/http/routes.ts'
import { orShow, typed } from '#platform/http/saisie.ts'
import { Pagination, Paves, T, Vide } from '#ui/pieces.tsx'
import { dismissDoublon, reopenDoublon, searchDoublons } from '../commands/doublon-organisation.ts'
import { listPairesDoublons, type PaireDoublon } from '../organisation-doublon.store.ts'
import { LIBELLES_RAISONS } from '../organisation-doublon.ts'
import { canDeclareNatures } from '../organisation-droits.ts'
import { formatSiret } from '../siret.ts'
import { CadreListe } from './cadre-liste.tsx'
import { droitOrganisations } from './droit-organisations.ts'

const ADRESSE = '/organisations/doublons'
const PAGE = 25

/** Pairs that may be one organisation: look, merge, or say that they are two. */
export function addRoutesDoublons(routes: Routes): void {
  routes.get(ADRESSE, droitOrganisations, (c) => showDoublons(c))
  routes.post(ADRESSE, droitOrganisations, async (c) => {
    const saisie = await parseFormulaire(c)
    const action = typed(saisie, 'action')
    return orShow(
      async () => {
        if (action === 'chercher') {
          const { nouvelles } = await actHttp(c, searchDoublons, {})
          return c.redirect(`${ADRESSE}?fait=${nouvelles === 0 ? 'rien' : 'trouves'}`, 303)
        }
        await actHttp(c, action === 'rouvrir' ? reopenDoublon : dismissDoublon, saisie)
        return c.redirect(`${ADRESSE}?fait=${action === 'rouvrir' ? 'rouvert' : 'ecarte'}`, 303)
      },
      (erreur) => showDoublons(c, erreur),
    )
  })
}

const FAITS: Record<string, string> = {
  ecarte: 'C’est retenu : ces deux organisations ne sont pas des doublons.',
  rouvert: 'Cette paire est de nouveau à regarder.',
  trouves: 'La recherche a trouvé de nouvelles paires.',
  rien: 'La recherche n’a rien trouvé de nouveau.',
}

async function showDoublons(c: C, erreur?: RegleViolee): Promise<Response> {
  const agent = requireAgent(c)
  const ecartes = c.req.query('ecartes') === 'oui'
  const page = Math.min(Math.max(1, Number.parseInt(c.req.query('page') ?? '1', 10) || 1), 1000)
  const { paires, total } = await readHttp(c, (tx) => listPairesDoublons(tx, agent, { ecartes, limite: PAGE, debut: (page - 1) * PAGE }))
  return c.html(
    <CadreListe
      titre={ecartes ? 'Paires écartées' : 'Doublons possibles'}
      demo={c.get('configuration').demo}
      ariane={[{ libelle: 'Organisations', href: '/organisations' }, { libelle: ecartes ? 'Paires écartées' : 'Doublons possibles' }]}
      fait={FAITS[c.req.query('fait') ?? '']}
      erreur={erreur}
      legende={accorde(total, 'paire')}
      entetes={[{ libelle: 'L’une' }, { libelle: 'L’autre' }, { libelle: 'Pourquoi' }, { libelle: 'Décision' }]}
      lignes={paires.map((paire) => <LignePaire paire={paire} />)}
      vide={
        total > 0 ? undefined : (
          <Vide titre={ecartes ? 'Aucune paire écartée' : 'Aucun doublon en vue'}>
            <p>Le même SIREN, des noms qui ne diffèrent que par leur forme, un sigle : les paires apparaissent ici dès la saisie.</p>
          </Vide>
        )
      }
      pied={
        <>
          <Pagination
            page={page}
            taille={PAGE}
            total={total}
            href={(numero) => `${ADRESSE}?${ecartes ? 'ecartes=oui&' : ''}page=${numero}`}
          />
          <div class="pv-actions pv-haut-1">
            <a href={ecartes ? ADRESSE : `${ADRESSE}?ecartes=oui`}>
              {ecartes ? 'Revenir aux doublons possibles' : 'Voir les paires écartées'}
            </a>
            {canDeclareNatures(agent) && !ecartes && (
              <form method="post" action={ADRESSE}>
                <button class="ds-button" data-variant="tertiary" data-size="xs" type="submit" name="action" value="chercher">
                  Chercher de nouveau partout
                </button>
              </form>
            )}
          </div>
        </>
      }
    />,
    erreur === undefined ? 200 : 422,
  )
}

function LignePaire({ paire }: { paire: PaireDoublon }) {
  const pleins = Math.round(paire.score / 20)
  return (
    <tr>
      <Une id={paire.a} nom={paire.nomA} detail={paire.detailA} />
      <Une id={paire.b} nom={paire.nomB} detail={paire.detailB} />
      <td>
        {paire.raisons.map((raison) => LIBELLES_RAISONS[raison]).join(', ')}
        <span class="pv-detail">
          <Paves pleins={pleins} total={5} libelle={`Ressemblance : ${paire.score} sur 100`} />
        </span>
      </td>
      <td>
        <form method="post" action={ADRESSE} class="pv-actions">
          <input type="hidden" name="a" value={paire.a} />
          <input type="hidden" name="b" value={paire.b} />
          {paire.ecarteLe === null ? (
            <>
              <a
                class="ds-button"
                data-variant="secondary"
                data-size="xs"
                href={`/organisations/reunir?garde=${paire.a}&absorbe=${paire.b}`}
              >
                Comparer
                <span class="pv-cache">
                  {' '}
                  {paire.nomA} et {paire.nomB}
                </span>
              </a>
              <button class="ds-button" data-variant="tertiary" data-size="xs" type="submit" name="action" value="ecarter">
                Pas un doublon
              </button>
            </>
          ) : (
            <button class="ds-button" data-variant="tertiary" data-size="xs" type="submit" name="action" value="rouvrir">
              Revenir sur cette décision
            </button>
          )}
        </form>
      </td>
    </tr>
  )
}

function Une({ id, nom, detail }: { id: string; nom: string; detail: string }) {
  return (
    <td>
      <a href={`/organisations/${id}`}>
        <T>{nom}</T>
      </a>
      <span class="pv-detail">{detail.replace(/,\s*$/, '').replace(/\b(\d{14}|\d{9})\b/, (numero) => formatSiret(numero))}</span>
    </td>
  )
}

-- Indicators: what is measured, by whom, where, when. Reference observations (INSEE tables on quartiers, communes, urban units…)
-- belong to the instance and bear no contract; what a contract observes itself (its fiches) will have a table of its own.
create schema indicateurs;

create table indicateurs.source (
  id uuid primary key,
  nom text not null unique check (length(btrim(nom)) between 1 and 300),
  producteur text not null default '',
  licence text not null default '',
  adresse text not null default '',
  -- « demonstration »: invented values, said to be so wherever they are shown.
  nature text not null default 'officielle' check (nature in ('officielle', 'locale', 'demonstration')),
  cree_le timestamptz not null
);
comment on column indicateurs.source.nom is 'non personnel: nom d’une source de chiffres publics';
comment on column indicateurs.source.producteur is 'non personnel: organisme qui produit une source';
comment on column indicateurs.source.licence is 'non personnel: licence d’une source';
comment on column indicateurs.source.adresse is 'non personnel: adresse d’une page publique';
comment on column indicateurs.source.nature is 'non personnel: code';

create table indicateurs.indicateur (
  id uuid primary key,
  code text not null unique check (code ~ '^[a-z][a-z0-9_]{1,59}$'),
  libelle text not null check (length(btrim(libelle)) between 1 and 200),
  definition text not null default '' check (length(definition) <= 4000),
  theme text not null default '' check (length(theme) <= 100),
  type text not null check (type in ('contexte', 'realisation', 'effet')),
  unite text not null check (unite in ('pourcent', 'nombre', 'euros', 'pour_mille', 'ratio', 'jours', 'heures')),
  sens text not null check (sens in ('hausse', 'baisse', 'neutre')),
  sommable boolean not null,
  decimales smallint not null check (decimales between 0 and 6),
  -- « non_comparables »: the source forbids measuring an evolution from one vintage to another.
  millesimes text not null check (millesimes in ('comparables', 'non_comparables')),
  -- A share that can be recomputed from two indicators that can be summed.
  numerateur_code text references indicateurs.indicateur (code) on update cascade,
  denominateur_code text references indicateurs.indicateur (code) on update cascade,
  -- What the ratio is expressed for: a hundred, ten thousand inhabitants.
  facteur integer not null default 1 check (facteur between 1 and 1000000),
  ordre integer not null default 1000,
  version integer not null default 1,
  archive_le timestamptz,
  cree_le timestamptz not null,
  check ((numerateur_code is null) = (denominateur_code is null)),
  check (not sommable or unite in ('nombre', 'euros', 'jours', 'heures'))
);
comment on column indicateurs.indicateur.code is 'non personnel: code d’un indicateur';
comment on column indicateurs.indicateur.libelle is 'non personnel: nom d’un indicateur';
comment on column indicateurs.indicateur.definition is 'non personnel: définition d’un indicateur';
comment on column indicateurs.indicateur.theme is 'non personnel: thème d’un indicateur';
comment on column indicateurs.indicateur.type is 'non personnel: code';
comment on column indicateurs.indicateur.unite is 'non personnel: code';
comment on column indicateurs.indicateur.sens is 'non personnel: code';
comment on column indicateurs.indicateur.millesimes is 'non personnel: code';
comment on column indicateurs.indicateur.numerateur_code is 'non personnel: code d’un indicateur';
comment on column indicateurs.indicateur.denominateur_code is 'non personnel: code d’un indicateur';

-- How the files of a source call an indicator: « P21_POP », « TP6021 », kept without the two digits of the year: P##_POP, TP60##.
create table indicateurs.variable (
  motif text primary key check (motif <> ''),
  indicateur_id uuid not null references indicateurs.indicateur on delete cascade
);
comment on column indicateurs.variable.motif is 'non personnel: nom de variable dans un fichier public';

-- What a table writes in a cell instead of a figure.
create table indicateurs.marqueur (
  -- As compared: lower case, without spaces at its ends.
  texte text primary key check (texte <> '' and texte = lower(btrim(texte)) and length(texte) <= 40),
  sens text not null check (sens in ('secret', 'non_significatif', 'manquant', 'sans_objet'))
);
comment on column indicateurs.marqueur.texte is 'non personnel: signe convenu d’un tableau de chiffres';
comment on column indicateurs.marqueur.sens is 'non personnel: code';

create table indicateurs.table_importee (
  id uuid primary key,
  nom_fichier text not null,
  fichier_id uuid not null references platform.fichier,
  -- List of the variables and their labels, when it comes in a file of its own.
  dictionnaire_nom text,
  dictionnaire_id uuid references platform.fichier,
  etat text not null check (etat in ('en_lecture', 'illisible', 'a_relire', 'en_preparation', 'prete', 'en_ecriture', 'ecrite', 'annulee', 'abandonnee')),
  erreur text,
  -- What was understood of the file; what a person decided; what writing it would change.
  lecture jsonb,
  choix jsonb,
  bilan jsonb,
  source_id uuid references indicateurs.source,
  millesime text,
  tache_id uuid references platform.tache,
  deposee_par uuid,
  deposee_le timestamptz not null,
  ecrite_le timestamptz,
  annulee_le timestamptz,
  version integer not null default 1
);
create index table_importee_recentes on indicateurs.table_importee (deposee_le desc);
comment on column indicateurs.table_importee.nom_fichier is 'non personnel: nom d’un fichier de chiffres publics';
comment on column indicateurs.table_importee.dictionnaire_nom is 'non personnel: nom d’un fichier de chiffres publics';
comment on column indicateurs.table_importee.etat is 'non personnel: code';
comment on column indicateurs.table_importee.erreur is 'non personnel: phrase sur un fichier de chiffres publics';
comment on column indicateurs.table_importee.lecture is 'non personnel: colonnes d’un tableau de chiffres publics';
comment on column indicateurs.table_importee.choix is 'non personnel: correspondances des colonnes d’un tableau';
comment on column indicateurs.table_importee.bilan is 'non personnel: différences entre deux tableaux de chiffres publics';
comment on column indicateurs.table_importee.millesime is 'non personnel: millésime d’une source';
comment on column indicateurs.table_importee.deposee_par is
  'personnel | finalite: savoir qui a versé des chiffres de référence | base: mission d’intérêt public | conservation: tant que ces chiffres sont gardés';

create table indicateurs.observation (
  id uuid primary key,
  indicateur_id uuid not null references indicateurs.indicateur,
  territoire_type text not null check (territoire_type in ('quartier', 'commune', 'epci', 'departement', 'region', 'unite_urbaine', 'france')),
  territoire_code text not null check (territoire_code <> ''),
  -- Generation of a quartier: the same name in two generations is not the same perimeter.
  generation_code text,
  -- What the figure is about: « 2021 », « 2019-2021 », « 2021-T4 ».
  periode text not null check (periode ~ '^[0-9]{4}(-[0-9]{4}|-T[1-4]|-(0[1-9]|1[0-2]))?$'),
  -- valeur / 10^echelle; null when the source gives none, and then `absence` says why.
  valeur bigint,
  echelle smallint check (echelle between 0 and 6),
  absence text check (absence in ('secret', 'non_significatif', 'manquant', 'sans_objet')),
  statut text not null check (statut in ('declare', 'verifie', 'officiel')),
  source_id uuid not null references indicateurs.source,
  table_id uuid references indicateurs.table_importee,
  -- Line of the file, as a person reads it in the margin.
  ligne integer,
  remplace uuid references indicateurs.observation,
  -- The import that put another in its place; null: it stands today.
  remplacee_par uuid references indicateurs.table_importee,
  check ((valeur is null) = (absence is not null)),
  check ((valeur is null) = (echelle is null)),
  check ((territoire_type = 'quartier') = (generation_code is not null))
);
create unique index observation_en_place on indicateurs.observation (territoire_type, territoire_code, indicateur_id, periode, source_id)
  where remplacee_par is null;
create index observation_table on indicateurs.observation (table_id);
create index observation_remplacee on indicateurs.observation (remplacee_par) where remplacee_par is not null;
create index observation_remplace on indicateurs.observation (remplace) where remplace is not null;
create index observation_indicateur on indicateurs.observation (indicateur_id);
comment on column indicateurs.observation.territoire_type is 'non personnel: code';
comment on column indicateurs.observation.territoire_code is 'non personnel: code officiel de lieu';
comment on column indicateurs.observation.generation_code is 'non personnel: code d’une génération de quartiers';
comment on column indicateurs.observation.periode is 'non personnel: période d’un chiffre public';
comment on column indicateurs.observation.absence is 'non personnel: code';
comment on column indicateurs.observation.remplacee_par is 'non personnel: table de chiffres qui en remplace une autre';
comment on column indicateurs.observation.statut is 'non personnel: code';

grant usage on schema indicateurs to parvis_app;
grant select, insert, update on indicateurs.source, indicateurs.indicateur, indicateurs.table_importee to parvis_app;
grant select, insert, update, delete on indicateurs.variable, indicateurs.marqueur, indicateurs.observation to parvis_app;

-- Usual signs of public tables; a list like any other, editable.
insert into indicateurs.marqueur (texte, sens) values
  ('s', 'secret'), ('c', 'secret'), ('secret', 'secret'), ('ss', 'secret'),
  ('ns', 'non_significatif'), ('n.s.', 'non_significatif'), ('n.s', 'non_significatif'),
  ('nd', 'manquant'), ('n.d.', 'manquant'), ('n.d', 'manquant'), ('n/a', 'manquant'), ('na', 'manquant'), ('-', 'manquant'), ('–', 'manquant'),
  ('…', 'manquant'), ('...', 'manquant'), ('non disponible', 'manquant'), ('n/d', 'manquant'),
  ('so', 'sans_objet'), ('s.o.', 'sans_objet'), ('///', 'sans_objet'), ('sans objet', 'sans_objet');

-- Usual indicators of context (codes of ours, no value): what contracts follow most often.
insert into indicateurs.indicateur (id, code, libelle, definition, theme, type, unite, sens, sommable, decimales, millesimes, numerateur_code, denominateur_code, facteur, ordre, cree_le)
select ('01930000-0000-7000-8000-0000000002' || lpad(to_hex(ordre), 2, '0'))::uuid, code, libelle, definition, theme, 'contexte', unite, sens, sommable,
  decimales, millesimes, numerateur, denominateur, case when numerateur is null then 1 else 1000 end, ordre * 10, now()
from (values
  (1, 'population', 'Population municipale', 'Nombre d’habitants au sens du recensement.', 'Population', 'nombre', 'neutre', true, 0, 'comparables', null, null),
  (2, 'part_moins_25_ans', 'Part des moins de 25 ans', 'Habitants de moins de 25 ans parmi l’ensemble des habitants.', 'Population', 'pourcent', 'neutre', false, 1, 'comparables', null, null),
  (3, 'familles_monoparentales', 'Familles monoparentales', 'Part des familles monoparentales parmi les familles (ou les ménages, selon la source).', 'Population', 'pourcent', 'neutre', false, 1, 'comparables', null, null),
  (4, 'personnes_seules', 'Personnes seules', 'Part des ménages d’une seule personne.', 'Population', 'pourcent', 'neutre', false, 1, 'comparables', null, null),
  (5, 'revenu_median_uc', 'Revenu médian par unité de consommation', 'Revenu disponible ou déclaré, selon la source, au-dessous duquel se situe la moitié des habitants.', 'Revenus', 'euros', 'hausse', false, 0, 'non_comparables', null, null),
  (6, 'taux_pauvrete_60', 'Taux de pauvreté à 60 %', 'Part des habitants dont le niveau de vie est inférieur à 60 % du niveau de vie médian national.', 'Revenus', 'pourcent', 'baisse', false, 1, 'non_comparables', null, null),
  (7, 'taux_bas_revenus', 'Taux de bas revenus', 'Part des habitants sous le seuil de bas revenus de la source.', 'Revenus', 'pourcent', 'baisse', false, 1, 'non_comparables', null, null),
  (8, 'beneficiaires_c2s', 'Bénéficiaires de la complémentaire santé solidaire', 'Personnes couvertes par la complémentaire santé solidaire.', 'Santé', 'nombre', 'neutre', true, 0, 'comparables', null, null),
  (9, 'part_c2s', 'Part de bénéficiaires de la complémentaire santé solidaire', 'Bénéficiaires de la complémentaire santé solidaire parmi les assurés.', 'Santé', 'pourcent', 'baisse', false, 1, 'comparables', null, null),
  (10, 'medecins_10000', 'Médecins généralistes pour 10 000 habitants', 'Densité de médecins généralistes libéraux.', 'Santé', 'ratio', 'hausse', false, 1, 'comparables', null, null),
  (11, 'taux_emploi_15_64', 'Taux d’emploi des 15-64 ans', 'Personnes en emploi parmi les 15-64 ans.', 'Emploi', 'pourcent', 'hausse', false, 1, 'comparables', null, null),
  (12, 'defm_abc', 'Demandeurs d’emploi, catégories A, B et C', 'Demandeurs d’emploi en fin de mois inscrits en catégories A, B ou C.', 'Emploi', 'nombre', 'baisse', true, 0, 'comparables', null, null),
  (13, 'part_deld', 'Part des demandeurs d’emploi de longue durée', 'Demandeurs d’emploi inscrits depuis un an ou plus parmi les catégories A, B et C.', 'Emploi', 'pourcent', 'baisse', false, 1, 'comparables', null, null),
  (14, 'jeunes_ni_emploi_ni_etudes', 'Jeunes de 16 à 25 ans ni en emploi ni scolarisés', 'Part des 16-25 ans qui ne sont ni en emploi ni scolarisés.', 'Emploi', 'pourcent', 'baisse', false, 1, 'comparables', null, null),
  (15, 'scolarisation_16_24', 'Scolarisation des 16-24 ans', 'Part des 16-24 ans scolarisés.', 'Éducation', 'pourcent', 'hausse', false, 1, 'comparables', null, null),
  (16, 'reussite_brevet', 'Réussite au brevet', 'Part d’admis parmi les candidats présents au diplôme national du brevet.', 'Éducation', 'pourcent', 'hausse', false, 1, 'comparables', null, null),
  (17, 'retard_6e', 'Retard scolaire à l’entrée en sixième', 'Part d’élèves entrant en sixième avec un an de retard ou plus.', 'Éducation', 'pourcent', 'baisse', false, 1, 'comparables', null, null),
  (18, 'logements_vacants', 'Logements vacants', 'Part des logements vacants dans l’ensemble des logements.', 'Logement', 'pourcent', 'baisse', false, 1, 'comparables', null, null),
  (19, 'logements_sociaux', 'Part de logements sociaux', 'Logements sociaux parmi les résidences principales.', 'Logement', 'pourcent', 'neutre', false, 1, 'comparables', null, null),
  (20, 'vacance_parc_social', 'Vacance du parc social', 'Part de logements sociaux proposés à la location et vacants.', 'Logement', 'pourcent', 'baisse', false, 1, 'comparables', null, null),
  (21, 'etablissements', 'Établissements économiques', 'Nombre d’établissements actifs.', 'Développement économique', 'nombre', 'hausse', true, 0, 'comparables', null, null),
  (22, 'etablissements_1000', 'Établissements pour 1 000 habitants', 'Densité d’établissements actifs.', 'Développement économique', 'ratio', 'hausse', false, 1, 'comparables', 'etablissements', 'population'),
  (23, 'faits_delinquance_1000', 'Faits de délinquance pour 1 000 habitants', 'Faits constatés rapportés à la population.', 'Tranquillité', 'pour_mille', 'baisse', false, 1, 'comparables', null, null),
  (24, 'sentiment_insecurite', 'Sentiment d’insécurité', 'Part d’habitants qui déclarent se sentir en insécurité dans leur quartier (enquête).', 'Tranquillité', 'pourcent', 'baisse', false, 1, 'comparables', null, null)
) as i(ordre, code, libelle, definition, theme, unite, sens, sommable, decimales, millesimes, numerateur, denominateur);

-- Names of variables that INSEE has kept for years in its communal files.
insert into indicateurs.variable (motif, indicateur_id)
select motif, i.id from (values ('P##_POP', 'population'), ('MED##', 'revenu_median_uc'), ('TP60##', 'taux_pauvrete_60')) as v(motif, code)
join indicateurs.indicateur i using (code);

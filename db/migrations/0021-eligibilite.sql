-- Eligibility: parameters of decrees as data, statistical grids, rules on communes, and the scenarios of a contract.

-- One line: a version of a decree for the urban units of one size. A correction is a new line; the former one stays, with the
-- scenarios that used it.
create table territoire.parametre_decret (
  id uuid primary key,
  cle text not null check (cle ~ '^[a-z0-9][a-z0-9/-]{2,60}$'),
  numero integer not null check (numero > 0),
  decret text not null check (decret <> ''),
  libelle text not null check (libelle <> ''),
  -- « outre_mer »: criteria of its own, which are not computed.
  champ text not null check (champ in ('metropole', 'outre_mer')),
  debut date not null,
  fin date,
  -- Size of the urban unit, rounded: lower bound included, upper bound excluded.
  taille_min integer not null default 0 check (taille_min >= 0),
  taille_max integer,
  cote_m integer not null check (cote_m > 0),
  population_min integer not null check (population_min >= 0),
  unite_population_min integer not null check (unite_population_min >= 0),
  -- The population of the urban unit is rounded up to a multiple of this before it is compared.
  unite_arrondi integer not null check (unite_arrondi > 0),
  -- Thousandths: threshold = factor × (national weight × national income + weight of the unit × its income).
  facteur_pm integer not null check (facteur_pm between 0 and 1000),
  poids_national_pm integer not null check (poids_national_pm between 0 and 1000),
  poids_unite_pm integer not null check (poids_unite_pm between 0 and 1000),
  inegalite text not null check (inegalite in ('stricte', 'large')),
  derogation_annees integer not null check (derogation_annees between 0 and 50),
  voisinage smallint not null check (voisinage in (4, 8)),
  source text not null check (source <> ''),
  -- Null while nobody has checked the line against the text.
  verifie_le date,
  motif text,
  cree_le timestamptz not null default now(),
  -- Replaced by a later line of the same key.
  remplace_le timestamptz,
  unique (cle, numero),
  check (fin is null or fin >= debut),
  check (taille_max is null or taille_max > taille_min),
  check (champ = 'outre_mer' or poids_national_pm + poids_unite_pm = 1000)
);
create unique index parametre_decret_courant on territoire.parametre_decret (cle) where remplace_le is null;
comment on column territoire.parametre_decret.cle is 'non personnel: clé d’une règle publiée';
comment on column territoire.parametre_decret.decret is 'non personnel: numéro d’un texte publié';
comment on column territoire.parametre_decret.libelle is 'non personnel: nom d’une règle publiée';
comment on column territoire.parametre_decret.champ is 'non personnel: territoire d’une règle publiée';
comment on column territoire.parametre_decret.inegalite is 'non personnel: sorte de comparaison d’une règle publiée';
comment on column territoire.parametre_decret.source is 'non personnel: source d’une règle publiée';
comment on column territoire.parametre_decret.motif is 'non personnel: raison d’une correction de règle publiée';

-- A rule on communes in a few comparisons, all of which must hold: « plus de 20 % de logement social et plus de 5 000 habitants ».
create table territoire.regle_communale (
  id uuid primary key,
  nom text not null unique check (nom <> ''),
  description text not null default '',
  source text not null check (source <> ''),
  debut date,
  fin date,
  -- Départements where it holds; none: everywhere.
  departements text[] not null default '{}',
  version integer not null default 1,
  archive_le timestamptz,
  check (fin is null or debut is null or fin >= debut)
);
comment on column territoire.regle_communale.nom is 'non personnel: nom d’une règle locale';
comment on column territoire.regle_communale.description is 'non personnel: texte d’une règle locale';
comment on column territoire.regle_communale.source is 'non personnel: source d’une règle locale';
comment on column territoire.regle_communale.departements is 'non personnel: codes de départements';

create table territoire.regle_condition (
  regle_id uuid not null references territoire.regle_communale on delete cascade,
  rang integer not null,
  mesure text not null check (mesure ~ '^[a-z][a-z0-9_]{1,39}$'),
  libelle text not null check (libelle <> ''),
  unite text not null default '',
  comparaison text not null check (comparaison in ('plus_de', 'au_moins', 'moins_de', 'au_plus')),
  -- In thousandths of the unit.
  seuil_milliemes bigint not null,
  primary key (regle_id, rang)
);
comment on column territoire.regle_condition.mesure is 'non personnel: code d’une mesure publique';
comment on column territoire.regle_condition.libelle is 'non personnel: nom d’une mesure publique';
comment on column territoire.regle_condition.unite is 'non personnel: unité d’une mesure publique';
comment on column territoire.regle_condition.comparaison is 'non personnel: sorte de comparaison';

-- What those comparisons read: a public figure of a commune, by vintage. A missing line is « on ne sait pas », never no.
create table territoire.mesure_commune (
  mesure text not null check (mesure ~ '^[a-z][a-z0-9_]{1,39}$'),
  commune_code text not null,
  millesime integer not null check (millesime between 1900 and 2200),
  valeur_milliemes bigint not null,
  source text not null check (source <> ''),
  primary key (mesure, commune_code, millesime)
);
comment on column territoire.mesure_commune.mesure is 'non personnel: code d’une mesure publique';
comment on column territoire.mesure_commune.commune_code is 'non personnel: code de commune';
comment on column territoire.mesure_commune.source is 'non personnel: source d’un chiffre public';

-- A statistical grid of square cells. Its cells lie in blocks of 128 × 128, packed: a national grid of 2.3 million cells is a
-- thousand rows and twenty megabytes, and a scenario reads the few blocks that it needs.
create table territoire.carroyage (
  id uuid primary key,
  nom text not null check (nom <> ''),
  source text not null check (source <> ''),
  millesime integer not null check (millesime between 1900 and 2200),
  cote_m integer not null check (cote_m > 0),
  -- How places are written in the file, with what is needed to read them.
  forme jsonb not null,
  -- Known once read.
  epsg integer,
  avec_population boolean, avec_niveau boolean, avec_menages boolean,
  cellules integer, imputees integer,
  population bigint, menages bigint,
  -- Indices of the extreme cells.
  x0 integer, y0 integer, x1 integer, y1 integer,
  fichier_nom text not null,
  fichier_id uuid references platform.fichier,
  tache_id uuid references platform.tache on delete set null,
  depose_le timestamptz not null,
  -- Null while it is being read: no scenario may use it.
  pret_le timestamptz,
  retire_le timestamptz,
  check (pret_le is null or (epsg is not null and cellules is not null and x0 is not null))
);
comment on column territoire.carroyage.nom is 'non personnel: nom d’un carroyage publié';
comment on column territoire.carroyage.source is 'non personnel: source d’un carroyage publié';
comment on column territoire.carroyage.forme is 'non personnel: façon de lire un carroyage publié';
comment on column territoire.carroyage.fichier_nom is 'non personnel: nom d’un fichier de carroyage publié';

create table territoire.carroyage_bloc (
  carroyage_id uuid not null references territoire.carroyage on delete cascade,
  x integer not null,
  y integer not null,
  cellules integer not null check (cellules > 0),
  -- Columns of integers, deflated: src/territoire/eligibilite/bloc.ts.
  donnees bytea not null,
  primary key (carroyage_id, y, x)
);
alter table territoire.carroyage_bloc alter column donnees set storage external;
comment on column territoire.carroyage_bloc.donnees is 'non personnel: carreaux d’une statistique publiée, sous secret statistique à la source';

-- What a contract tries: a grid, parameters, adjustments by hand. Content of the contract. The result is computed when read:
-- a grid that is ready does not change.
create table territoire.scenario_eligibilite (
  id uuid primary key,
  contrat_id uuid not null,
  nom text not null check (nom <> ''),
  description text not null default '',
  carroyage_id uuid not null references territoire.carroyage,
  parametre_id uuid not null references territoire.parametre_decret,
  -- « revenu »: the threshold of the decree; « pauvrete »: a share of poor households, where a grid has no incomes.
  critere text not null check (critere in ('revenu', 'pauvrete')),
  part_pauvres_pm integer check (part_pauvres_pm between 0 and 1000),
  unite_nom text not null default '',
  unite_population integer check (unite_population >= 0),
  unite_population_source text not null default '',
  revenu_national_cents bigint check (revenu_national_cents > 0),
  revenu_national_source text not null default '',
  revenu_unite_cents bigint check (revenu_unite_cents > 0),
  revenu_unite_source text not null default '',
  -- Day on which the urban unit of quartiers already listed went under the minimum: opens the derogation.
  passee_sous_le date,
  voisinage smallint not null check (voisinage in (4, 8)),
  population_min integer not null check (population_min >= 0),
  -- Share of the minimum from which a set of cells is listed as a near miss.
  proche_de_pm integer not null default 800 check (proche_de_pm between 0 and 1000),
  -- Where cells are read: indices of the grid, bounds included, and what this is in words.
  emprise text not null,
  x0 integer not null, y0 integer not null, x1 integer not null, y1 integer not null,
  jour date not null,
  version integer not null default 1,
  cree_le timestamptz not null,
  modifie_le timestamptz not null,
  archive_le timestamptz,
  check (x1 >= x0 and y1 >= y0),
  check (critere <> 'revenu' or (revenu_national_cents is not null and revenu_unite_cents is not null)),
  check (critere <> 'pauvrete' or part_pauvres_pm is not null)
);
create index scenario_eligibilite_contrat on territoire.scenario_eligibilite (contrat_id);
comment on column territoire.scenario_eligibilite.nom is 'non personnel: nom d’une simulation de périmètre';
comment on column territoire.scenario_eligibilite.description is 'non personnel: texte d’une simulation de périmètre';
comment on column territoire.scenario_eligibilite.critere is 'non personnel: critère d’une simulation';
comment on column territoire.scenario_eligibilite.unite_nom is 'non personnel: nom d’unité urbaine';
comment on column territoire.scenario_eligibilite.unite_population_source is 'non personnel: source d’un chiffre public';
comment on column territoire.scenario_eligibilite.revenu_national_source is 'non personnel: source d’un chiffre public';
comment on column territoire.scenario_eligibilite.revenu_unite_source is 'non personnel: source d’un chiffre public';
comment on column territoire.scenario_eligibilite.emprise is 'non personnel: lieu d’une simulation';

-- A cell that a person added to the scenario, or took off.
create table territoire.scenario_ajustement (
  scenario_id uuid not null references territoire.scenario_eligibilite on delete cascade,
  x integer not null,
  y integer not null,
  geste text not null check (geste in ('ajoutee', 'retiree')),
  primary key (scenario_id, x, y)
);
comment on column territoire.scenario_ajustement.geste is 'non personnel: carreau ajouté ou retiré d’une simulation';

-- Each state of a scenario, from the first: what it was made of, so that it can be seen again and compared.
create table territoire.scenario_version (
  scenario_id uuid not null references territoire.scenario_eligibilite on delete cascade,
  numero integer not null,
  reglages jsonb not null,
  ajustements jsonb not null,
  motif text not null default '',
  le timestamptz not null,
  primary key (scenario_id, numero)
);
comment on column territoire.scenario_version.reglages is 'non personnel: paramètres d’une simulation de périmètre';
comment on column territoire.scenario_version.ajustements is 'non personnel: carreaux d’une simulation de périmètre';
comment on column territoire.scenario_version.motif is 'non personnel: raison d’un état d’une simulation de périmètre';

select platform.cloisonne('territoire.scenario_eligibilite');
select platform.cloisonne_partie('territoire.scenario_ajustement', 'territoire.scenario_eligibilite', 'scenario_id');
select platform.cloisonne_partie('territoire.scenario_version', 'territoire.scenario_eligibilite', 'scenario_id');

-- How many simulations rest on a grid, in whatever contract, former versions included: who keeps the grids does not see them.
create function territoire.usages_carroyage(carroyage uuid) returns integer language sql stable security definer set search_path = pg_catalog
  as $$
    select count(distinct id)::integer from (
      select s.id from territoire.scenario_eligibilite s where s.carroyage_id = carroyage
      union all
      select v.scenario_id from territoire.scenario_version v where (v.reglages ->> 'carroyageId')::uuid = carroyage) u
  $$;
grant execute on function territoire.usages_carroyage(uuid) to parvis_app;

grant select, insert, update on territoire.parametre_decret, territoire.regle_communale, territoire.carroyage,
  territoire.scenario_eligibilite to parvis_app;
grant select, insert, update, delete on territoire.regle_condition, territoire.mesure_commune, territoire.scenario_ajustement to parvis_app;
grant select, insert, delete on territoire.carroyage_bloc to parvis_app;
grant delete on territoire.carroyage to parvis_app;
grant select, insert on territoire.scenario_version to parvis_app;

-- Décret n° 2014-767 du 3 juillet 2014 as amended by décret n° 2023-1312: article 4 for the weights, article 2 for the urban unit.
-- The contiguity of cells is ours: the decree speaks of a continuous urban space.
insert into territoire.parametre_decret (id, cle, numero, decret, libelle, champ, debut, fin, taille_min, taille_max, cote_m, population_min,
  unite_population_min, unite_arrondi, facteur_pm, poids_national_pm, poids_unite_pm, inegalite, derogation_annees, voisinage, source, verifie_le)
values
  ('01930000-0000-7000-8000-000000000101', '2023-1312/moins-de-5-millions', 1, '2014-767 modifié par 2023-1312',
    'Métropole, unités urbaines de moins de 5 millions d’habitants', 'metropole', '2024-01-01', null, 0, 5000000, 200, 1000,
    10000, 100, 600, 700, 300, 'stricte', 6, 8,
    'Décret n° 2014-767 du 3 juillet 2014 modifié par le décret n° 2023-1312, articles 2 à 4 ; seuil et poids repris de la Banque des Territoires', '2026-11-22'),
  ('01930000-0000-7000-8000-000000000102', '2023-1312/5-millions-et-plus', 1, '2014-767 modifié par 2023-1312',
    'Métropole, unités urbaines de 5 millions d’habitants et plus', 'metropole', '2024-01-01', null, 5000000, null, 200, 1000,
    10000, 100, 600, 300, 700, 'stricte', 6, 8,
    'Décret n° 2014-767 du 3 juillet 2014 modifié par le décret n° 2023-1312, article 4 ; poids à vérifier sur le texte', null),
  ('01930000-0000-7000-8000-000000000103', '2014-1575/outre-mer', 1, '2014-1575',
    'Outre-mer : critères sociaux, démographiques, économiques et de logement propres', 'outre_mer', '2015-01-01', null, 0, null, 200, 1000,
    10000, 100, 0, 0, 0, 'stricte', 6, 8,
    'Décret n° 2014-1575 du 22 décembre 2014 ; aucun seuil n’est calculé ici', null);

insert into territoire.regle_communale (id, nom, description, source, departements) values
  ('01930000-0000-7000-8000-000000000111', 'Essonne : logement social et population',
    'Communes de plus de 5 000 habitants qui comptent plus de 20 % de logement social.',
    'Département de l’Essonne, contrats de prévention', '{91}');
insert into territoire.regle_condition (regle_id, rang, mesure, libelle, unite, comparaison, seuil_milliemes) values
  ('01930000-0000-7000-8000-000000000111', 1, 'logement_social_pct', 'Part de logement social', '%', 'plus_de', 20000),
  ('01930000-0000-7000-8000-000000000111', 2, 'population', 'Population municipale', 'habitants', 'plus_de', 5000000);

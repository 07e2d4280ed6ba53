-- Local geography of a contract: the tiers it defines, its perimeters, where each place stands and since when, the criteria it
-- scores them with. And what the review of filiation between generations needs. Who did what is in the journal.

-- One row a contract, made when it first defines something: the version that tiers and criteria share, and how they are read.
create table territoire.geographie_locale (
  contrat_id uuid primary key references contrat.contrat on delete cascade,
  version integer not null default 0,
  -- By how much, in ‰, each weight is moved to say what would change.
  sensibilite_pm smallint not null default 100 check (sensibilite_pm between 1 and 1000),
  -- The decision that adopted criteria and weights.
  decision_id uuid,
  criteres_modifies_le timestamptz
);
comment on column territoire.geographie_locale.decision_id is 'non personnel: décision d’une instance';

-- What a body decided: it adopts tiers, a perimeter's place, weights.
create table territoire.decision_locale (
  id uuid primary key,
  contrat_id uuid not null references contrat.contrat on delete cascade,
  libelle text not null check (libelle <> ''),
  instance text not null check (instance <> ''),
  jour date not null,
  reference text,
  unique (contrat_id, jour, libelle)
);
alter table territoire.geographie_locale add foreign key (decision_id) references territoire.decision_locale;
comment on column territoire.decision_locale.libelle is 'non personnel: intitulé d’une décision publique';
comment on column territoire.decision_locale.instance is 'non personnel: instance qui a décidé';
comment on column territoire.decision_locale.reference is 'non personnel: numéro d’une délibération ou d’un relevé de décisions';

create table territoire.palier (
  id uuid primary key,
  contrat_id uuid not null references contrat.contrat on delete cascade,
  -- 1 for the strongest.
  rang smallint not null check (rang between 1 and 20),
  code text not null check (code ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
  libelle text not null check (libelle <> ''),
  definition text,
  -- What a place must meet, in words.
  conditions text,
  -- Rank in the palette of the theme.
  couleur smallint not null check (couleur between 1 and 6),
  -- Lowest score, in ‰, that leads to this tier; null: the score does not lead to it.
  seuil_pm smallint check (seuil_pm between 0 and 1000),
  unique (contrat_id, code),
  unique (contrat_id, rang) deferrable initially deferred
);
comment on column territoire.palier.code is 'non personnel: code d’un palier de géographie locale';
comment on column territoire.palier.libelle is 'non personnel: nom d’un palier de géographie locale';
comment on column territoire.palier.definition is 'non personnel: définition d’un palier de géographie locale';
comment on column territoire.palier.conditions is 'non personnel: conditions d’un palier de géographie locale';

create table territoire.perimetre (
  id uuid primary key,
  contrat_id uuid not null references contrat.contrat on delete cascade,
  nom text not null check (nom <> ''),
  note text,
  -- INSEE codes of the communes where it lies, as its authors say.
  communes text[] not null default '{}',
  origine text not null check (origine in ('nom', 'dessin', 'fichier', 'quartiers')),
  -- Name of the file, or codes of the quartiers that it is made of.
  origine_detail text,
  -- Neighbourhood that the contract names, when the perimeter is its contour.
  quartier_nomme_id uuid references contrat.quartier_nomme on delete set null,
  geometrie bytea,
  geometrie_origine bytea,
  ouest double precision, sud double precision, est double precision, nord double precision,
  aire_m2 bigint check (aire_m2 >= 0),
  version integer not null default 1,
  archive_le timestamptz,
  check ((geometrie is null) = (ouest is null)),
  check ((geometrie is null) = (aire_m2 is null))
);
create index perimetre_contrat on territoire.perimetre (contrat_id);
create unique index perimetre_nom on territoire.perimetre (contrat_id, lower(nom)) where archive_le is null;
comment on column territoire.perimetre.nom is 'non personnel: nom d’un périmètre';
comment on column territoire.perimetre.note is 'non personnel: précisions sur un périmètre';
comment on column territoire.perimetre.communes is 'non personnel: codes de communes';
comment on column territoire.perimetre.origine is 'non personnel: d’où vient un contour';
comment on column territoire.perimetre.origine_detail is 'non personnel: nom de fichier ou codes de quartiers';
comment on column territoire.perimetre.geometrie is 'non personnel: contour d’un périmètre';
comment on column territoire.perimetre.geometrie_origine is 'non personnel: contour d’un périmètre tel que reçu';

-- In which tier a place stands, from one day to another: a perimeter of the contract, or an official quartier.
create table territoire.perimetre_palier (
  id uuid primary key,
  contrat_id uuid not null references contrat.contrat on delete cascade,
  perimetre_id uuid references territoire.perimetre on delete cascade,
  quartier_id uuid references territoire.quartier,
  palier_id uuid not null references territoire.palier,
  debut date not null,
  fin date,
  decision_id uuid references territoire.decision_locale,
  motif text,
  check (num_nonnulls(perimetre_id, quartier_id) = 1),
  check (fin is null or fin >= debut),
  exclude using gist (contrat_id with =, perimetre_id with =, daterange(debut, fin, '[]') with &&) where (perimetre_id is not null),
  exclude using gist (contrat_id with =, quartier_id with =, daterange(debut, fin, '[]') with &&) where (quartier_id is not null)
);
create index perimetre_palier_contrat on territoire.perimetre_palier (contrat_id, debut);
comment on column territoire.perimetre_palier.motif is 'non personnel: raison d’un classement de quartier';

create table territoire.critere (
  id uuid primary key,
  contrat_id uuid not null references contrat.contrat on delete cascade,
  rang smallint not null,
  libelle text not null check (libelle <> ''),
  unite text,
  -- « haut »: the higher the figure, the stronger the need.
  sens text not null check (sens in ('haut', 'bas')),
  poids integer not null check (poids between 0 and 10000),
  -- How a figure becomes a note from 0 to 1.
  normalisation text not null check (normalisation in ('rang', 'min_max', 'seuil')),
  seuil numeric(18, 4),
  source text,
  millesime smallint check (millesime between 1900 and 2200),
  unique (contrat_id, rang) deferrable initially deferred,
  check ((seuil is not null) = (normalisation = 'seuil'))
);
comment on column territoire.critere.libelle is 'non personnel: nom d’un critère';
comment on column territoire.critere.unite is 'non personnel: unité d’un chiffre';
comment on column territoire.critere.sens is 'non personnel: sens d’un critère';
comment on column territoire.critere.normalisation is 'non personnel: méthode de calcul';
comment on column territoire.critere.source is 'non personnel: source d’un chiffre';

-- One figure: of a perimeter or of a quartier. No row: not known, which is not zero.
create table territoire.critere_valeur (
  critere_id uuid not null references territoire.critere on delete cascade,
  perimetre_id uuid references territoire.perimetre on delete cascade,
  quartier_id uuid references territoire.quartier,
  valeur numeric(18, 4) not null,
  check (num_nonnulls(perimetre_id, quartier_id) = 1),
  unique nulls not distinct (critere_id, perimetre_id, quartier_id)
);

select platform.cloisonne(t) from unnest(array['territoire.geographie_locale', 'territoire.decision_locale', 'territoire.palier',
  'territoire.perimetre', 'territoire.perimetre_palier', 'territoire.critere']::regclass[]) t;
select platform.cloisonne_partie('territoire.critere_valeur', 'territoire.critere', 'critere_id');

-- Review of filiation. A link set aside by a person stays, so that the next computation does not bring it back.
alter table territoire.filiation add column ecarte_le timestamptz;
alter table territoire.filiation add column version integer not null default 1;

-- Last computation between two generations, and the thresholds it was given.
create table territoire.filiation_calcul (
  ancienne_id uuid not null references territoire.generation on delete cascade,
  nouvelle_id uuid not null references territoire.generation on delete cascade,
  -- Share, in ‰ of both, from which a perimeter is said identical.
  identique_pm smallint not null check (identique_pm between 500 and 1000),
  -- Share, in ‰ of both, under which what is shared is a sliver of drawing.
  negligeable_pm smallint not null check (negligeable_pm between 0 and 500),
  revision bigint not null,
  calcule_le timestamptz not null,
  paires integer not null,
  -- Where the population shares come from; null: none computed.
  cellules_source text,
  primary key (ancienne_id, nouvelle_id),
  check (ancienne_id <> nouvelle_id)
);
comment on column territoire.filiation_calcul.cellules_source is 'non personnel: source d’un carroyage public';

grant select, insert, update, delete on territoire.geographie_locale, territoire.decision_locale, territoire.palier, territoire.perimetre,
  territoire.perimetre_palier, territoire.critere, territoire.critere_valeur, territoire.filiation_calcul to parvis_app;

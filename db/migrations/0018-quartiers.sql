-- Priority geography: dated generations of quartiers with their decrees, geometry, communes, filiation. Reference data of the
-- instance, without contract: what a contract draws for itself lies apart.

-- A generation of official geography: quartiers prioritaires 2015, 2024, zones urbaines sensibles…
create table territoire.generation (
  id uuid primary key,
  code text not null unique check (code ~ '^[A-Z0-9][A-Z0-9-]{1,19}$'),
  libelle text not null check (libelle <> ''),
  -- What one of its quartiers is called in a sentence: « quartier prioritaire ».
  nature text not null check (nature <> ''),
  -- Grammar of its codes, as a regular expression; null: any code. BR-04 for the two generations of quartiers prioritaires.
  grammaire_code text,
  -- What its texts count, to check an import against: recomputed, never believed (BR-05).
  compte_annonce jsonb,
  debut date not null,
  fin date,
  version integer not null default 1,
  check (fin is null or fin >= debut)
);
comment on column territoire.generation.code is 'non personnel: code d’une génération de quartiers';
comment on column territoire.generation.libelle is 'non personnel: nom d’une génération de quartiers';
comment on column territoire.generation.nature is 'non personnel: nature des quartiers d’une génération';
comment on column territoire.generation.grammaire_code is 'non personnel: forme des codes de quartiers';
comment on column territoire.generation.compte_annonce is 'non personnel: nombres de quartiers annoncés par les textes';

-- Number, signature, publication and entry into force are kept apart: local documents cite one or the other.
create table territoire.decret (
  id uuid primary key,
  generation_id uuid not null references territoire.generation on delete cascade,
  numero text not null check (numero <> ''),
  objet text not null check (objet in ('methode', 'liste', 'correction')),
  intitule text,
  signe_le date,
  publie_le date,
  en_vigueur_le date,
  adresse text,
  unique (generation_id, numero)
);
comment on column territoire.decret.numero is 'non personnel: numéro d’un texte publié';
comment on column territoire.decret.objet is 'non personnel: objet d’un texte publié';
comment on column territoire.decret.intitule is 'non personnel: intitulé d’un texte publié';
comment on column territoire.decret.adresse is 'non personnel: adresse d’un texte publié';

create table territoire.quartier (
  id uuid primary key,
  generation_id uuid not null references territoire.generation,
  code text not null check (code ~ '^[A-Z0-9]{3,20}$'),
  nom text not null check (nom <> ''),
  -- Name as it is searched: a space, then words without accents, hyphens or articles.
  cle text not null,
  -- Validity of its own, when it is not that of its generation (overseas lists came into force later).
  debut date,
  fin date,
  population integer check (population >= 0),
  population_millesime integer,
  population_source text,
  departement_code text,
  epci_siren text,
  -- MultiPolygon, WGS84 degrees quantised to 1e-7, WKB little endian; null: a quartier known by its name alone.
  geometrie bytea,
  -- As published, when a repair was accepted.
  geometrie_origine bytea,
  ouest double precision, sud double precision, est double precision, nord double precision,
  aire_m2 bigint check (aire_m2 >= 0),
  unique (generation_id, code),
  check (fin is null or debut is null or fin >= debut),
  check ((geometrie is null) = (ouest is null))
);
create index quartier_code on territoire.quartier (code);
create index quartier_cle on territoire.quartier using gin (cle gin_trgm_ops);
comment on column territoire.quartier.code is 'non personnel: code d’un quartier';
comment on column territoire.quartier.nom is 'non personnel: nom d’un quartier';
comment on column territoire.quartier.cle is 'non personnel: nom d’un quartier tel qu’on le cherche';
comment on column territoire.quartier.population_source is 'non personnel: source d’un chiffre public';
comment on column territoire.quartier.departement_code is 'non personnel: code de département';
comment on column territoire.quartier.epci_siren is 'non personnel: numéro d’une intercommunalité';
comment on column territoire.quartier.geometrie is 'non personnel: contour d’un quartier';
comment on column territoire.quartier.geometrie_origine is 'non personnel: contour d’un quartier tel que publié';

-- A quartier may span communes. A share that nobody has measured is null: not known.
create table territoire.quartier_commune (
  quartier_id uuid not null references territoire.quartier on delete cascade,
  commune_code text not null,
  part_surface_pm smallint check (part_surface_pm between 0 and 1000),
  part_population_pm smallint check (part_population_pm between 0 and 1000),
  primary key (quartier_id, commune_code)
);
create index quartier_commune_commune on territoire.quartier_commune (commune_code);
comment on column territoire.quartier_commune.commune_code is 'non personnel: code de commune';

create table territoire.sous_quartier (
  id uuid primary key,
  quartier_id uuid not null references territoire.quartier on delete cascade,
  nom text not null check (nom <> ''),
  cle text not null,
  ordre integer not null default 0,
  geometrie bytea,
  unique (quartier_id, nom)
);
comment on column territoire.sous_quartier.nom is 'non personnel: nom d’un sous-quartier';
comment on column territoire.sous_quartier.cle is 'non personnel: nom d’un sous-quartier tel qu’on le cherche';
comment on column territoire.sous_quartier.geometrie is 'non personnel: contour d’un sous-quartier';

-- From one generation to the next, by overlay of contours, then reviewed. « entrant »: no ancestor; « sortant »: no heir.
create table territoire.filiation (
  id uuid primary key,
  ancien_id uuid references territoire.quartier on delete cascade,
  nouveau_id uuid references territoire.quartier on delete cascade,
  type text not null check (type in ('identique', 'modifie', 'fusion', 'scission', 'entrant', 'sortant')),
  -- Shares of area: of the old one that the new one takes up, of the new one that comes from the old.
  part_ancien_pm smallint check (part_ancien_pm between 0 and 1000),
  part_nouveau_pm smallint check (part_nouveau_pm between 0 and 1000),
  part_population_ancien_pm smallint check (part_population_ancien_pm between 0 and 1000),
  part_population_nouveau_pm smallint check (part_population_nouveau_pm between 0 and 1000),
  -- « calcul » until a person has looked at it.
  origine text not null check (origine in ('calcul', 'saisie')),
  motif text,
  -- Who looked is in the journal.
  revue_le timestamptz,
  check ((ancien_id is null) = (type = 'entrant')),
  check ((nouveau_id is null) = (type = 'sortant')),
  unique nulls not distinct (ancien_id, nouveau_id)
);
create index filiation_nouveau on territoire.filiation (nouveau_id);
comment on column territoire.filiation.type is 'non personnel: sorte de lien entre deux quartiers';
comment on column territoire.filiation.origine is 'non personnel: lien calculé ou saisi';
comment on column territoire.filiation.motif is 'non personnel: raison d’un lien entre deux quartiers';

-- Outlines of the official geography, by vintage.
create table territoire.contour (
  type text not null check (type in ('commune', 'epci', 'departement', 'region')),
  code text not null,
  millesime integer not null,
  nom text,
  source text not null,
  geometrie bytea not null,
  ouest double precision not null, sud double precision not null, est double precision not null, nord double precision not null,
  primary key (type, code, millesime)
);
comment on column territoire.contour.type is 'non personnel: sorte de lieu';
comment on column territoire.contour.code is 'non personnel: code officiel de lieu';
comment on column territoire.contour.nom is 'non personnel: nom de lieu';
comment on column territoire.contour.source is 'non personnel: source d’un contour';
comment on column territoire.contour.geometrie is 'non personnel: contour de lieu';

-- Urban units, by vintage of their delimitation. Populations as published: rules round, data does not.
create table territoire.unite_urbaine (
  code text not null,
  millesime integer not null,
  nom text not null,
  cle text not null,
  population integer check (population >= 0),
  population_millesime integer,
  source text not null,
  primary key (code, millesime)
);
create table territoire.unite_urbaine_commune (
  unite_code text not null,
  millesime integer not null,
  commune_code text not null,
  primary key (millesime, commune_code),
  foreign key (unite_code, millesime) references territoire.unite_urbaine (code, millesime) on delete cascade
);
create index unite_urbaine_commune_unite on territoire.unite_urbaine_commune (unite_code, millesime);
comment on column territoire.unite_urbaine.code is 'non personnel: code d’unité urbaine';
comment on column territoire.unite_urbaine.nom is 'non personnel: nom d’unité urbaine';
comment on column territoire.unite_urbaine.cle is 'non personnel: nom d’unité urbaine tel qu’on le cherche';
comment on column territoire.unite_urbaine.source is 'non personnel: source d’un chiffre public';
comment on column territoire.unite_urbaine_commune.unite_code is 'non personnel: code d’unité urbaine';
comment on column territoire.unite_urbaine_commune.commune_code is 'non personnel: code de commune';

-- One number, raised by whatever changes quartiers: an index kept in memory knows by it that it is stale.
create table territoire.revision (
  seule boolean primary key default true check (seule),
  numero bigint not null
);
insert into territoire.revision (numero) values (1);
create function territoire.raise_revision() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update territoire.revision set numero = numero + 1;
  return null;
end
$$;
create trigger revision after insert or update or delete or truncate on territoire.generation
  for each statement execute function territoire.raise_revision();
create trigger revision after insert or update or delete or truncate on territoire.quartier
  for each statement execute function territoire.raise_revision();

grant select on territoire.generation, territoire.decret, territoire.quartier, territoire.quartier_commune, territoire.sous_quartier,
  territoire.filiation, territoire.contour, territoire.unite_urbaine, territoire.unite_urbaine_commune, territoire.revision to parvis_app;
grant insert, update, delete on territoire.generation, territoire.decret, territoire.quartier, territoire.quartier_commune,
  territoire.sous_quartier, territoire.filiation, territoire.contour, territoire.unite_urbaine, territoire.unite_urbaine_commune to parvis_app;

-- The two generations in use and the one before, with their texts; editable, like any other.
insert into territoire.generation (id, code, libelle, nature, grammaire_code, compte_annonce, debut, fin) values
  ('01930000-0000-7000-8000-000000000001', 'ZUS', 'Zones urbaines sensibles', 'zone urbaine sensible', null, null, '1997-01-01', '2014-12-31'),
  ('01930000-0000-7000-8000-000000000002', 'QPV2015', 'Quartiers prioritaires 2015', 'quartier prioritaire',
    '^QP([0-9]{3}|02[AB])[0-9]{3}$', '{"metropole": 1296}', '2015-01-01', '2023-12-31'),
  ('01930000-0000-7000-8000-000000000003', 'QPV2024', 'Quartiers prioritaires 2024', 'quartier prioritaire',
    '^QN([0-9]{3}|02[AB])[0-9]{2}[NMI]$', '{"metropole": 1362, "N": 111, "M": 960, "I": 291}', '2024-01-01', null);
insert into territoire.decret (id, generation_id, numero, objet, intitule, signe_le, publie_le, en_vigueur_le) values
  ('01930000-0000-7000-8000-000000000011', '01930000-0000-7000-8000-000000000002', '2014-767', 'methode',
    'Modalités de détermination en métropole', '2014-07-03', null, null),
  ('01930000-0000-7000-8000-000000000012', '01930000-0000-7000-8000-000000000002', '2014-1575', 'methode',
    'Modalités de détermination en outre-mer', null, null, null),
  ('01930000-0000-7000-8000-000000000013', '01930000-0000-7000-8000-000000000002', '2014-1750', 'liste',
    'Liste des quartiers de métropole', '2014-12-30', null, '2015-01-01'),
  ('01930000-0000-7000-8000-000000000014', '01930000-0000-7000-8000-000000000002', '2015-1138', 'correction',
    'Rectification de la liste', '2015-09-14', null, null),
  ('01930000-0000-7000-8000-000000000015', '01930000-0000-7000-8000-000000000003', '2023-1312', 'methode',
    'Modalités de détermination', null, null, null),
  ('01930000-0000-7000-8000-000000000016', '01930000-0000-7000-8000-000000000003', '2023-1314', 'liste',
    'Liste des quartiers de métropole', '2023-12-28', '2023-12-29', '2024-01-01'),
  ('01930000-0000-7000-8000-000000000017', '01930000-0000-7000-8000-000000000003', '2024-806', 'correction',
    'Noms et communes rectifiés', '2024-07-13', null, null);

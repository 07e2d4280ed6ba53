-- The official geography: régions, départements, communes, intercommunalities. Loaded from a dated reference.
create schema territoire;

create table territoire.reference_version (
  source text primary key,
  version text not null,
  charge_le timestamptz not null default now(),
  lignes integer not null
);

create table territoire.region (
  code text primary key,
  nom text not null
);
create table territoire.departement (
  code text primary key,
  nom text not null,
  region_code text not null references territoire.region
);
-- Intercommunalities with their own taxes, and the établissements publics territoriaux of Greater Paris.
create table territoire.epci (
  siren text primary key check (siren ~ '^[0-9]{9}$'),
  nom text not null,
  type text not null check (type in ('CC', 'CA', 'CU', 'METRO', 'MET69', 'EPT')),
  population integer,
  -- Départements of its members, the most peopled first.
  departements text[] not null,
  -- Name as it is searched: a space, then words without accents, hyphens or articles.
  cle text not null,
  reference text not null,
  -- Day when a newer reference no longer had it.
  disparu_le date
);
create table territoire.commune (
  code text not null check (code ~ '^([0-9]{2}|2[AB])[0-9]{3}$'),
  -- A commune déléguée may bear the code of the commune it belongs to.
  type text not null check (type in ('actuelle', 'deleguee', 'associee', 'arrondissement')),
  nom text not null,
  -- Current commune it is a part of; its own code when current.
  commune_actuelle text not null,
  departement_code text not null references territoire.departement,
  region_code text not null references territoire.region,
  epci_siren text references territoire.epci,
  siren text,
  population integer,
  codes_postaux text[] not null,
  cle text not null,
  reference text not null,
  disparu_le date,
  primary key (code, type)
);
create table territoire.epci_commune (
  epci_siren text not null references territoire.epci,
  commune_code text not null,
  primary key (epci_siren, commune_code)
);
create index epci_commune_commune on territoire.epci_commune (commune_code);
create index epci_cle on territoire.epci using gin (cle gin_trgm_ops);
create index commune_cle on territoire.commune using gin (cle gin_trgm_ops);
create index commune_epci on territoire.commune (epci_siren);
create index commune_postal on territoire.commune using gin (codes_postaux);

grant usage on schema territoire to parvis_app;
grant select on all tables in schema territoire to parvis_app;

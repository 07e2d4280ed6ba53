-- Imports of the official geography: the file as it came, what was read of it, every defect with its decision, and what each
-- import changed, so that it can be shown and undone. Reference data of the instance, without contract.

create table territoire.import (
  id uuid primary key,
  genre text not null check (genre in ('quartiers', 'contours', 'unites_urbaines')),
  nom text not null check (nom <> ''),
  fichier_id uuid not null references platform.fichier,
  sha256 text not null,
  -- What the person chose: projection, fields, generation and text, sort of place, vintage, source.
  reglages jsonb not null default '{}',
  -- What was found in the file: format, fields with examples, projection, counts.
  lecture jsonb,
  tache_id uuid references platform.tache on delete set null,
  depose_le timestamptz not null,
  depose_par uuid references compte.personne,
  lu_le timestamptz,
  importe_le timestamptz,
  importe_par uuid references compte.personne,
  -- What the import changed, in numbers.
  bilan jsonb,
  annule_le timestamptz,
  annule_par uuid references compte.personne,
  version integer not null default 1,
  check (importe_le is null or lu_le is not null),
  check (annule_le is null or importe_le is not null)
);
create index import_depose_le on territoire.import (depose_le desc);
comment on column territoire.import.genre is 'non personnel: sorte de géographie importée';
comment on column territoire.import.nom is 'non personnel: nom d’un fichier de géographie publique';
comment on column territoire.import.sha256 is 'non personnel: empreinte d’un fichier';
comment on column territoire.import.reglages is 'non personnel: façon de lire un fichier de géographie publique';
comment on column territoire.import.lecture is 'non personnel: résumé d’un fichier de géographie publique';
comment on column territoire.import.bilan is 'non personnel: nombres de quartiers changés par un import';
comment on column territoire.import.depose_par is 'personnel | finalite: savoir qui a changé la géographie de tous | base: mission d’intérêt public | conservation: tant que la génération est tenue';
comment on column territoire.import.importe_par is 'personnel | finalite: savoir qui a changé la géographie de tous | base: mission d’intérêt public | conservation: tant que la génération est tenue';
comment on column territoire.import.annule_par is 'personnel | finalite: savoir qui a changé la géographie de tous | base: mission d’intérêt public | conservation: tant que la génération est tenue';

-- One feature or one row of the file. Geometry ready to be written, and as it was read.
create table territoire.import_entite (
  import_id uuid not null references territoire.import on delete cascade,
  -- From 1, in the order of the file.
  rang integer not null,
  -- Where it stands in the file, as a person looks for it: « entité 12 », « ligne 13 ».
  place text not null,
  proprietes jsonb not null,
  code text,
  nom text,
  communes text[] not null default '{}',
  -- What else the fields gave: population, département, intercommunality.
  valeurs jsonb not null default '{}',
  -- Communes with their shares of area once measured: [{code, surfacePm}]; null: not measured.
  parts jsonb,
  geometrie_lue bytea,
  geometrie bytea,
  ouest double precision, sud double precision, est double precision, nord double precision,
  aire_m2 bigint,
  primary key (import_id, rang)
);
create index import_entite_code on territoire.import_entite (import_id, code);
comment on column territoire.import_entite.place is 'non personnel: place dans un fichier de géographie publique';
comment on column territoire.import_entite.proprietes is 'non personnel: attributs publiés d’un lieu';
comment on column territoire.import_entite.code is 'non personnel: code officiel de lieu';
comment on column territoire.import_entite.nom is 'non personnel: nom de lieu';
comment on column territoire.import_entite.communes is 'non personnel: codes de communes';
comment on column territoire.import_entite.valeurs is 'non personnel: attributs publiés d’un lieu';
comment on column territoire.import_entite.parts is 'non personnel: codes de communes et parts de surface';
comment on column territoire.import_entite.geometrie_lue is 'non personnel: contour de lieu tel que publié';
comment on column territoire.import_entite.geometrie is 'non personnel: contour de lieu';

create table territoire.import_defaut (
  import_id uuid not null references territoire.import on delete cascade,
  rang integer not null,
  -- The feature; null: the whole file.
  entite integer,
  -- The other feature, of two that overlap.
  autre integer,
  genre text not null,
  -- « bloquant »: nothing is imported while it stands; « reparable »: repaired when accepted; « a_voir »: said, nothing to repair.
  gravite text not null check (gravite in ('bloquant', 'reparable', 'a_voir')),
  phrase text not null,
  reparation text,
  lon double precision, lat double precision,
  -- What the reader of geometry knows of it, to repair it.
  detail jsonb,
  -- « ecarte »: the feature is left out of the import.
  decision text check (decision in ('accepte', 'refuse', 'ecarte')),
  -- Which of the repairs proposed, when there are several.
  variante text,
  primary key (import_id, rang)
);
create index import_defaut_entite on territoire.import_defaut (import_id, entite);
comment on column territoire.import_defaut.genre is 'non personnel: sorte de défaut d’un fichier de géographie publique';
comment on column territoire.import_defaut.gravite is 'non personnel: gravité d’un défaut';
comment on column territoire.import_defaut.phrase is 'non personnel: défaut d’un fichier de géographie publique';
comment on column territoire.import_defaut.reparation is 'non personnel: réparation proposée';
comment on column territoire.import_defaut.detail is 'non personnel: place d’un défaut';
comment on column territoire.import_defaut.variante is 'non personnel: réparation choisie';
comment on column territoire.import_defaut.decision is 'non personnel: décision sur un défaut';

-- What an import or a person changed in a quartier: the state before, so that it can be read (décret n° 2024-806 corrected names)
-- and given back. `avant` null: the quartier did not exist.
create table territoire.quartier_histoire (
  id uuid primary key,
  quartier_id uuid not null references territoire.quartier on delete cascade,
  import_id uuid references territoire.import,
  decret_id uuid references territoire.decret on delete set null,
  change_le timestamptz not null,
  change_par uuid references compte.personne,
  champs text[] not null,
  avant jsonb,
  geometrie_avant bytea,
  geometrie_origine_avant bytea
);
create index quartier_histoire_quartier on territoire.quartier_histoire (quartier_id, change_le);
create index quartier_histoire_import on territoire.quartier_histoire (import_id);
comment on column territoire.quartier_histoire.champs is 'non personnel: noms de champs changés';
comment on column territoire.quartier_histoire.avant is 'non personnel: nom, communes et chiffres d’un quartier avant un changement';
comment on column territoire.quartier_histoire.geometrie_avant is 'non personnel: contour d’un quartier avant un changement';
comment on column territoire.quartier_histoire.geometrie_origine_avant is 'non personnel: contour d’un quartier tel que publié, avant un changement';
comment on column territoire.quartier_histoire.change_par is 'personnel | finalite: savoir qui a changé un quartier | base: mission d’intérêt public | conservation: tant que la génération est tenue';

-- Outlines and urban units know the import they come from; rows that it replaced are kept to be given back.
alter table territoire.contour add column import_id uuid references territoire.import on delete set null;
alter table territoire.unite_urbaine add column import_id uuid references territoire.import on delete set null;
create index contour_import on territoire.contour (import_id);
create index unite_urbaine_import on territoire.unite_urbaine (import_id);
create table territoire.import_remplace (
  import_id uuid not null references territoire.import on delete cascade,
  rang integer not null,
  avant jsonb not null,
  geometrie_avant bytea,
  primary key (import_id, rang)
);
comment on column territoire.import_remplace.avant is 'non personnel: contour ou unité urbaine remplacés par un import';
comment on column territoire.import_remplace.geometrie_avant is 'non personnel: contour remplacé par un import';

grant select, insert, update, delete on territoire.import, territoire.import_entite, territoire.import_defaut,
  territoire.quartier_histoire, territoire.import_remplace to parvis_app;

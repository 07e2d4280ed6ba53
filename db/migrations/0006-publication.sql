-- What the public can download of a published version, composed once, with its size and format.
create schema publication;

create table publication.telechargement (
  id uuid primary key,
  version_id uuid not null references contrat.version,
  format text not null check (format in ('pdf', 'docx', 'odt', 'json', 'xlsx', 'ods', 'csv')),
  nom text not null,
  type text not null,
  taille bigint not null,
  pages integer,
  fichier_id uuid not null references platform.fichier,
  compose_le timestamptz not null,
  unique (version_id, format)
);

grant usage on schema publication to parvis_app;
grant select, insert on publication.telechargement to parvis_app;

-- A collectivité's own Word or ODT templates, checked when they are added.
create table strategie.modele_document (
  id uuid primary key,
  contrat_id uuid not null references contrat.contrat,
  nom text not null,
  usage text not null check (usage in ('fiche', 'contrat')),
  fichier_id uuid not null references platform.fichier,
  ajoute_le timestamptz not null,
  ajoute_par uuid,
  archive_le timestamptz
);
create index modele_document_contrat on strategie.modele_document (contrat_id) where archive_le is null;

grant select, insert, update on strategie.modele_document to parvis_app;

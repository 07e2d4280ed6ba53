-- Places that a fiche points at: quartiers, communes, the intercommunality, local perimeters, each with its share in ‰. Codes
-- are natural ones: a quartier that its generation loses stays readable where it was cited.
create table strategie.fiche_lieu (
  id uuid primary key,
  fiche_id uuid not null references strategie.fiche on delete cascade,
  ordre integer not null,
  type text not null check (type in ('quartier', 'commune', 'epci', 'perimetre')),
  -- Code of the quartier, INSEE code, SIREN, or id of a local perimeter.
  code text not null check (code <> ''),
  -- As it was named that day.
  nom text not null check (nom <> ''),
  -- INSEE codes of the communes where it lies, that day: by them a mandate on a commune reaches the fiche.
  communes text[] not null,
  -- Share of the fiche, in ‰; null: not shared out. All have one, and they make 1000, or none has.
  part_pm smallint check (part_pm between 0 and 1000),
  origine text not null check (origine in ('saisie', 'import')),
  unique (fiche_id, type, code)
);
select platform.cloisonne_partie('strategie.fiche_lieu', 'strategie.fiche', 'fiche_id');
create index fiche_lieu_code on strategie.fiche_lieu (contrat_id, type, code);
comment on column strategie.fiche_lieu.type is 'non personnel: sorte de lieu';
comment on column strategie.fiche_lieu.code is 'non personnel: code officiel de lieu';
comment on column strategie.fiche_lieu.nom is 'non personnel: nom de lieu';
comment on column strategie.fiche_lieu.communes is 'non personnel: codes de communes';
comment on column strategie.fiche_lieu.origine is 'non personnel: lieu saisi ou reconnu';
grant select, insert, update, delete on strategie.fiche_lieu to parvis_app;

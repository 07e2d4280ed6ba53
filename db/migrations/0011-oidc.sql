-- Identity providers (OpenID Connect, ProConnect): what each said of a person, its sessions, mandates kept waiting.

-- What the provider said at the last sign-in. The link itself is compte.identite (provider, sub).
create table compte.identite_oidc (
  identite_id uuid primary key references compte.identite on delete cascade,
  -- A provider replaced under the same name names other people: its subs are not ours.
  emetteur text not null,
  -- The address at the provider; that of the account does not follow it.
  courriel text,
  -- Establishment for which the person acts there. The organisation is found by it at each reading: merges and new
  -- organisations are followed, nothing is deduced from the domain of the address.
  siret text check (siret ~ '^[0-9]{14}$'),
  relie_le timestamptz not null,
  derniere_connexion_le timestamptz not null
);
create index identite_oidc_siret on compte.identite_oidc (siret) where siret is not null;

-- The session that a provider opened: its ID token is shown to it again at sign-out. Goes with the session.
create table compte.session_oidc (
  session_id uuid primary key references compte.session on delete cascade,
  fournisseur text not null,
  -- Sealed with a key drawn from PARVIS_SECRET: a copy of the database tells nothing.
  jeton_scelle text not null
);

-- A mandate whose holder now acts for another organisation, says her provider: it opens nothing until someone who may give
-- it confirms it. Never deleted: a lifted line says when and by whom.
create table compte.mandat_suspendu (
  id uuid primary key,
  mandat_id uuid not null references compte.mandat,
  contrat_id uuid,
  fournisseur text not null,
  ancien_siret text not null check (ancien_siret ~ '^[0-9]{14}$'),
  nouveau_siret text not null check (nouveau_siret ~ '^[0-9]{14}$'),
  depuis timestamptz not null,
  leve_le timestamptz,
  leve_par uuid references compte.personne,
  check ((leve_le is null) = (leve_par is null))
);
create unique index mandat_suspendu_une_fois on compte.mandat_suspendu (mandat_id) where leve_le is null;
create index mandat_suspendu_contrat on compte.mandat_suspendu (contrat_id) where leve_le is null;

comment on column compte.identite_oidc.courriel is
  'personnel | finalite: dire à la personne que son adresse a changé chez son fournisseur d’identité | base: mission d’intérêt public | conservation: tant que le lien existe';
comment on column compte.identite_oidc.siret is
  'personnel | finalite: proposer l’organisation de la personne et suivre son changement | base: mission d’intérêt public | conservation: tant que le lien existe';
comment on column compte.identite_oidc.relie_le is
  'personnel | finalite: sécurité du compte | base: mission d’intérêt public | conservation: tant que le lien existe';
comment on column compte.identite_oidc.derniere_connexion_le is
  'personnel | finalite: sécurité du compte | base: mission d’intérêt public | conservation: tant que le lien existe';
comment on column compte.session_oidc.jeton_scelle is
  'personnel | finalite: fermer la session chez le fournisseur d’identité | base: mission d’intérêt public | conservation: durée de la session';
comment on column compte.mandat_suspendu.ancien_siret is
  'personnel | finalite: confirmer ou terminer le mandat de qui change d’organisation | base: mission d’intérêt public | conservation: celle du mandat';
comment on column compte.mandat_suspendu.nouveau_siret is
  'personnel | finalite: confirmer ou terminer le mandat de qui change d’organisation | base: mission d’intérêt public | conservation: celle du mandat';
comment on column compte.mandat_suspendu.leve_par is
  'personnel | finalite: savoir qui a confirmé le mandat | base: mission d’intérêt public | conservation: celle du mandat';

grant select, insert, update on compte.identite_oidc, compte.mandat_suspendu to parvis_app;
grant select, insert on compte.session_oidc to parvis_app;
-- Unlinking a provider removes its link; passwords are never removed so.
grant delete on compte.identite to parvis_app;

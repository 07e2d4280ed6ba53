-- Sign-in: what a session knows of itself, one-use secrets, second factor, invitations, registrations.

-- A session says how it was opened, whether a second factor was given, and when it last served: it ends by its age or by its
-- idleness, both chosen by the instance.
alter table compte.session
  add column moyen text not null default 'mot_de_passe' check (moyen ~ '^[a-z_]+(:[a-z0-9_-]+)?$'),
  add column second_facteur_le timestamptz,
  add column vue_le timestamptz not null default now();
comment on column compte.session.navigateur is
  'personnel | finalite: reconnaître ses sessions ouvertes | base: mission d’intérêt public | conservation: durée de la session';
comment on column compte.session.vue_le is
  'personnel | finalite: fermer une session inactive | base: mission d’intérêt public | conservation: durée de la session';
create index session_expire on compte.session (expire_le);

-- One-use secrets: a link sent by mail or handed over, the second step of a sign-in. Only a keyed digest is kept: reading this
-- table opens nothing, and without the key of the instance no row can be forged.
create table compte.jeton (
  id uuid primary key,
  genre text not null check (genre in ('connexion', 'mot_de_passe', 'etape')),
  empreinte text not null unique check (empreinte ~ '^[0-9a-f]{64}$'),
  utilisateur_id uuid not null references compte.utilisateur on delete cascade,
  -- The address that received it by mail: serving proves it. Null when it was handed over or kept in a cookie.
  envoye_a text,
  -- Where to go next, in this site.
  suite text,
  -- How the first step was made (genre 'etape').
  moyen text,
  -- Wrong codes given at this step.
  essais integer not null default 0,
  expire_le timestamptz not null,
  servi_le timestamptz,
  cree_le timestamptz not null
);
create index jeton_utilisateur on compte.jeton (utilisateur_id);
create index jeton_expire on compte.jeton (expire_le);
comment on column compte.jeton.envoye_a is
  'personnel | finalite: prouver une adresse électronique | base: mission d’intérêt public | conservation: deux jours après son terme';

-- Second factor (RFC 6238). The secret is encrypted by the key of the instance (AES-256-GCM).
create table compte.second_facteur (
  utilisateur_id uuid primary key references compte.utilisateur on delete cascade,
  secret_chiffre text not null,
  -- Time step of the last code accepted: no code serves twice.
  dernier_pas bigint not null default 0,
  -- Null until a first code has proven that the device holds the secret.
  active_le timestamptz,
  cree_le timestamptz not null
);
comment on column compte.second_facteur.secret_chiffre is
  'personnel | finalite: vérifier le second facteur | base: mission d’intérêt public | conservation: jusqu’à sa désactivation';
create table compte.code_recuperation (
  utilisateur_id uuid not null references compte.utilisateur on delete cascade,
  -- Keyed digest: a code is shown once and kept nowhere.
  empreinte text not null check (empreinte ~ '^[0-9a-f]{64}$'),
  servi_le timestamptz,
  primary key (utilisateur_id, empreinte)
);

-- An invitation: the mandate it carries exists only once the invited person has accepted it from the proven address.
create table compte.invitation (
  id uuid primary key,
  contrat_id uuid not null,
  -- Title of the contract when invited: the invited person has no right to read the contract yet.
  contrat_titre text not null,
  courriel text not null check (courriel = lower(courriel) and courriel ~ '^[^@\s]+@[^@\s]+$'),
  prenom text,
  nom text,
  fonction text,
  organisation_id uuid not null references compte.organisation,
  -- admin_plateforme is given by `parvis admin create` and by the administrators, never by mail.
  role text not null check (role in ('chef_projet', 'referent_commune', 'elu_epci', 'elu_commune', 'prefet', 'delegue_prefet',
    'instructeur_etat', 'financeur', 'bailleur', 'conseil_citoyen', 'evaluateur')),
  -- Both empty: the whole contract. Never both filled.
  communes text[] not null default '{}',
  quartiers uuid[] not null default '{}',
  qualite text not null default 'titulaire' check (qualite in ('titulaire', 'suppleant')),
  -- The mandate that it stands in for, and when.
  remplace_id uuid references compte.mandat,
  suppleance text check (suppleance in ('permanente', 'absence')),
  debut date not null,
  fin date,
  empreinte text not null unique check (empreinte ~ '^[0-9a-f]{64}$'),
  expire_le timestamptz not null,
  envois integer not null default 1 check (envois >= 1),
  envoyee_le timestamptz not null,
  invite_par uuid not null references compte.personne,
  cree_le timestamptz not null,
  acceptee_le timestamptz,
  acceptee_par uuid references compte.personne,
  mandat_id uuid references compte.mandat,
  retiree_le timestamptz,
  retiree_par uuid references compte.personne,
  check (fin is null or fin >= debut),
  check (cardinality(communes) = 0 or cardinality(quartiers) = 0),
  check ((remplace_id is null) = (suppleance is null)),
  check ((acceptee_le is null) = (acceptee_par is null)),
  check (acceptee_le is null or retiree_le is null)
);
create index invitation_contrat on compte.invitation (contrat_id, cree_le desc);
-- Two invitations to the same role for the same organisation do not wait for the same person at a time.
create unique index invitation_en_attente on compte.invitation (contrat_id, courriel, role, organisation_id)
  where acceptee_le is null and retiree_le is null;
comment on column compte.invitation.courriel is
  'personnel | finalite: inviter une personne à agir sur un contrat | base: mission d’intérêt public | conservation: un an après la réponse ou le terme';
comment on column compte.invitation.prenom is
  'personnel | finalite: inviter une personne à agir sur un contrat | base: mission d’intérêt public | conservation: un an après la réponse ou le terme';
comment on column compte.invitation.nom is
  'personnel | finalite: inviter une personne à agir sur un contrat | base: mission d’intérêt public | conservation: un an après la réponse ou le terme';
comment on column compte.invitation.fonction is
  'personnel | finalite: inviter une personne à agir sur un contrat | base: mission d’intérêt public | conservation: un an après la réponse ou le terme';

-- Who was invited has no mandate on the contract yet, so its rows do not exist for her: the digest of the secret that she received
-- tells which contract the transaction may look into, and nothing else.
create function compte.contrat_invitant(empreinte_recue text) returns uuid
  language sql stable security definer set search_path = pg_catalog
  as $$ select i.contrat_id from compte.invitation i where i.empreinte = empreinte_recue $$;
revoke all on function compte.contrat_invitant(text) from public;

-- A registration that waits for the proof of its address. There is no account before it.
create table compte.inscription (
  id uuid primary key,
  courriel text not null check (courriel = lower(courriel) and courriel ~ '^[^@\s]+@[^@\s]+$'),
  prenom text not null,
  nom text not null,
  empreinte text not null unique check (empreinte ~ '^[0-9a-f]{64}$'),
  expire_le timestamptz not null,
  cree_le timestamptz not null
);
create index inscription_expire on compte.inscription (expire_le);
create index inscription_courriel on compte.inscription (courriel);
comment on column compte.inscription.courriel is
  'personnel | finalite: créer un compte de porteur | base: mission d’intérêt public | conservation: un jour sans preuve de l’adresse';
comment on column compte.inscription.prenom is
  'personnel | finalite: créer un compte de porteur | base: mission d’intérêt public | conservation: un jour sans preuve de l’adresse';
comment on column compte.inscription.nom is
  'personnel | finalite: créer un compte de porteur | base: mission d’intérêt public | conservation: un jour sans preuve de l’adresse';

grant select, insert, update, delete on compte.jeton, compte.second_facteur, compte.code_recuperation, compte.inscription to parvis_app;
grant select, insert, update on compte.invitation to parvis_app;
grant execute on function compte.contrat_invitant(text) to parvis_app;

CREATE TABLE `settings` (
	`name` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `tokens` (
	`name` text PRIMARY KEY NOT NULL,
	`value` blob NOT NULL,
	`previous` blob,
	`seed` text,
	`lease_until` integer,
	`fence` integer DEFAULT 0 NOT NULL,
	`expires_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `attachments` (
	`id` text PRIMARY KEY NOT NULL,
	`message_id` text NOT NULL,
	`ticket_id` text,
	`type` text NOT NULL,
	`url` blob,
	`content_type` text,
	`bytes` integer,
	`data` blob,
	`status` text NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`next_try_at` integer,
	`code` text,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `attachments_wanted` ON `attachments` (`next_try_at`) WHERE status = 'wanted';--> statement-breakpoint
CREATE TABLE `claims` (
	`channel` text NOT NULL,
	`external_id` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`channel`, `external_id`)
);
--> statement-breakpoint
CREATE TABLE `messages` (
	`id` text PRIMARY KEY NOT NULL,
	`urn_id` text NOT NULL,
	`person_id` text,
	`channel` text NOT NULL,
	`external_id` text NOT NULL,
	`text` text NOT NULL,
	`payload` text,
	`attachments` blob,
	`sent_at` integer,
	`received_at` integer NOT NULL,
	`status` text NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`next_try_at` integer,
	`error` text
);
--> statement-breakpoint
CREATE INDEX `messages_urn` ON `messages` (`urn_id`,`id`);--> statement-breakpoint
CREATE INDEX `messages_waiting` ON `messages` (`urn_id`,`sent_at`) WHERE status = 'waiting';--> statement-breakpoint
CREATE TABLE `quarantine` (
	`id` text PRIMARY KEY NOT NULL,
	`channel` text NOT NULL,
	`urn_id` text,
	`request` blob NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `set_aside` (
	`id` text PRIMARY KEY NOT NULL,
	`urn_id` text,
	`record` blob NOT NULL,
	`code` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `broadcasts` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`cooperative_id` text NOT NULL,
	`author_id` text NOT NULL,
	`values` text NOT NULL,
	`status` text NOT NULL,
	`corrects` text,
	`audience` integer,
	`created_at` integer NOT NULL,
	`confirmed_at` integer
);
--> statement-breakpoint
CREATE TABLE `outbox` (
	`id` text PRIMARY KEY NOT NULL,
	`urn_id` text NOT NULL,
	`person_id` text,
	`class` text NOT NULL,
	`texts` text NOT NULL,
	`choices` text,
	`locale` text NOT NULL,
	`revision` text NOT NULL,
	`question` text,
	`reply_to` text,
	`broadcast_id` text,
	`training_id` text,
	`ticket_id` text,
	`once_key` text,
	`status` text NOT NULL,
	`due_at` integer NOT NULL,
	`deadline` integer NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`first_tried_at` integer,
	`lease_until` integer,
	`fence` integer DEFAULT 0 NOT NULL,
	`channel` text,
	`external_id` text,
	`possible_double` integer DEFAULT false NOT NULL,
	`parts` integer,
	`text` text,
	`code` text,
	`reason` text,
	`created_at` integer NOT NULL,
	`settled_at` integer
);
--> statement-breakpoint
CREATE INDEX `outbox_due` ON `outbox` (`class`,`due_at`,`id`) WHERE status in ('queued', 'errored');--> statement-breakpoint
CREATE INDEX `outbox_urn` ON `outbox` (`urn_id`,`id`);--> statement-breakpoint
CREATE INDEX `outbox_open` ON `outbox` (`urn_id`,`id`) WHERE status in ('queued', 'errored');--> statement-breakpoint
CREATE INDEX `outbox_external` ON `outbox` (`channel`,`external_id`) WHERE external_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `outbox_once` ON `outbox` (`once_key`) WHERE once_key is not null;--> statement-breakpoint
CREATE INDEX `outbox_broadcast` ON `outbox` (`broadcast_id`) WHERE broadcast_id is not null;--> statement-breakpoint
CREATE TABLE `status_events` (
	`id` text PRIMARY KEY NOT NULL,
	`outbox_id` text,
	`channel` text NOT NULL,
	`external_id` text,
	`status` text NOT NULL,
	`code` text,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `status_events_external` ON `status_events` (`channel`,`external_id`);--> statement-breakpoint
CREATE TABLE `consents` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text,
	`urn_id` text,
	`kind` text NOT NULL,
	`proof` text,
	`source` text NOT NULL,
	`message_id` text,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `consents_person` ON `consents` (`person_id`);--> statement-breakpoint
CREATE INDEX `consents_urn` ON `consents` (`urn_id`);--> statement-breakpoint
CREATE TABLE `cooperatives` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`commune` text,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `cooperatives_name_unique` ON `cooperatives` (`name`);--> statement-breakpoint
CREATE TABLE `people` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text,
	`role` text NOT NULL,
	`cooperative_id` text,
	`commune` text,
	`village` text,
	`locale` text NOT NULL,
	`consent` text NOT NULL,
	`consent_asked_at` integer,
	`container_kg` text,
	`sensitive` blob,
	`is_demo` integer DEFAULT false NOT NULL,
	`created_at` integer NOT NULL,
	`erased_at` integer
);
--> statement-breakpoint
CREATE INDEX `people_cooperative` ON `people` (`cooperative_id`);--> statement-breakpoint
CREATE TABLE `person_urns` (
	`person_id` text NOT NULL,
	`urn_id` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`urn_id`, `person_id`)
);
--> statement-breakpoint
CREATE INDEX `person_urns_person` ON `person_urns` (`person_id`);--> statement-breakpoint
CREATE TABLE `phone_claims` (
	`id` text PRIMARY KEY NOT NULL,
	`urn_id` text NOT NULL,
	`phone_urn_id` text,
	`phone` blob,
	`status` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `phone_claims_urn` ON `phone_claims` (`urn_id`);--> statement-breakpoint
CREATE INDEX `phone_claims_phone` ON `phone_claims` (`phone_urn_id`);--> statement-breakpoint
CREATE TABLE `phone_code_counts` (
	`about` text NOT NULL,
	`slot` integer NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`about`, `slot`)
);
--> statement-breakpoint
CREATE INDEX `phone_code_counts_at` ON `phone_code_counts` (`at`);--> statement-breakpoint
CREATE TABLE `urns` (
	`id` text PRIMARY KEY NOT NULL,
	`scheme` text NOT NULL,
	`hash` text NOT NULL,
	`address` blob NOT NULL,
	`channel` text NOT NULL,
	`stopped_at` integer,
	`last_inbound_at` integer,
	`quiet_until` integer,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `urns_hash_unique` ON `urns` (`hash`);--> statement-breakpoint
CREATE TABLE `approvals` (
	`id` text PRIMARY KEY NOT NULL,
	`code` text NOT NULL,
	`kind` text NOT NULL,
	`subject_id` text NOT NULL,
	`asked_by` text NOT NULL,
	`asked_urn` text NOT NULL,
	`approver` text,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`decided_at` integer,
	`decided_by` text,
	`decision` text
);
--> statement-breakpoint
CREATE TABLE `price_subscriptions` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`urn_id` text NOT NULL,
	`crop` text NOT NULL,
	`form` text,
	`threshold_vnd` integer,
	`last_told_vnd` integer,
	`created_at` integer NOT NULL,
	`ended_at` integer
);
--> statement-breakpoint
CREATE INDEX `price_subscriptions_crop` ON `price_subscriptions` (`crop`);--> statement-breakpoint
CREATE INDEX `price_subscriptions_person` ON `price_subscriptions` (`person_id`);--> statement-breakpoint
CREATE TABLE `prices` (
	`id` text PRIMARY KEY NOT NULL,
	`crop` text NOT NULL,
	`form` text,
	`place` text,
	`day` text NOT NULL,
	`price_vnd` integer NOT NULL,
	`unit` text NOT NULL,
	`source` text NOT NULL,
	`entered_by` text,
	`status` text NOT NULL,
	`message_id` text,
	`recorded_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `prices_crop` ON `prices` (`crop`,`day`);--> statement-breakpoint
CREATE TABLE `answers` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`flow` text NOT NULL,
	`survey` text NOT NULL,
	`values` text NOT NULL,
	`message_id` text,
	`recorded_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `answers_person` ON `answers` (`person_id`);--> statement-breakpoint
CREATE INDEX `answers_survey` ON `answers` (`survey`,`recorded_at`);--> statement-breakpoint
CREATE TABLE `changes` (
	`id` text PRIMARY KEY NOT NULL,
	`record` text NOT NULL,
	`record_id` text NOT NULL,
	`before` text NOT NULL,
	`after` text NOT NULL,
	`message_id` text,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `changes_record` ON `changes` (`record_id`);--> statement-breakpoint
CREATE TABLE `yields` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text,
	`cooperative_id` text,
	`place` text,
	`crop` text NOT NULL,
	`form` text,
	`quantity_kg` real,
	`count` real,
	`unit` text,
	`volume_l` real,
	`area_m_2` real,
	`harvested_on` text NOT NULL,
	`confirmed` text NOT NULL,
	`channel` text NOT NULL,
	`message_id` text,
	`recorded_at` integer NOT NULL,
	`withdrawn_at` integer
);
--> statement-breakpoint
CREATE INDEX `yields_person` ON `yields` (`person_id`,`crop`);--> statement-breakpoint
CREATE INDEX `yields_recorded` ON `yields` (`recorded_at`);--> statement-breakpoint
CREATE TABLE `publications` (
	`id` text PRIMARY KEY NOT NULL,
	`revision_id` text NOT NULL,
	`author` text NOT NULL,
	`note` text NOT NULL,
	`end_talks` integer DEFAULT false NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `revisions` (
	`id` text PRIMARY KEY NOT NULL,
	`hash` text NOT NULL,
	`files` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `revisions_hash_unique` ON `revisions` (`hash`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`urn_id` text PRIMARY KEY NOT NULL,
	`version` integer NOT NULL,
	`state` text NOT NULL,
	`wake_at` integer,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `sessions_wake` ON `sessions` (`wake_at`) WHERE wake_at is not null;--> statement-breakpoint
CREATE TABLE `ticket_entries` (
	`id` text PRIMARY KEY NOT NULL,
	`ticket_id` text NOT NULL,
	`from` text NOT NULL,
	`person_id` text,
	`text` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `ticket_entries_ticket` ON `ticket_entries` (`ticket_id`);--> statement-breakpoint
CREATE TABLE `tickets` (
	`id` text PRIMARY KEY NOT NULL,
	`number` integer NOT NULL,
	`urn_id` text NOT NULL,
	`person_id` text,
	`kind` text NOT NULL,
	`status` text NOT NULL,
	`opened_at` integer NOT NULL,
	`answered_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `tickets_number_unique` ON `tickets` (`number`);--> statement-breakpoint
CREATE INDEX `tickets_urn` ON `tickets` (`urn_id`);--> statement-breakpoint
CREATE TABLE `attendances` (
	`training_id` text NOT NULL,
	`person_id` text NOT NULL,
	`answer` text NOT NULL,
	`channel` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`training_id`, `person_id`)
);
--> statement-breakpoint
CREATE TABLE `tips` (
	`id` text PRIMARY KEY NOT NULL,
	`crop` text,
	`topic` text NOT NULL,
	`vi` text NOT NULL,
	`en` text,
	`basis` text,
	`reviewer` text,
	`reviewed_on` text,
	`position` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `tips_crop` ON `tips` (`crop`);--> statement-breakpoint
CREATE TABLE `trainings` (
	`id` text PRIMARY KEY NOT NULL,
	`title` text NOT NULL,
	`starts_at` integer NOT NULL,
	`place` text NOT NULL,
	`cooperative_id` text,
	`commune` text,
	`capacity` integer,
	`status` text NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `trainings_starts` ON `trainings` (`starts_at`);
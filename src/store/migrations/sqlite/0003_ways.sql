CREATE TABLE `spending` (
	`name` text PRIMARY KEY NOT NULL,
	`vnd` real DEFAULT 0 NOT NULL,
	`parts` integer DEFAULT 0 NOT NULL,
	`told_at` integer
);
--> statement-breakpoint
CREATE TABLE `do_not_call` (
	`hash` text PRIMARY KEY NOT NULL,
	`source` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE `broadcasts` ADD `told_parts` integer;--> statement-breakpoint
ALTER TABLE `broadcasts` ADD `told_vnd` real;--> statement-breakpoint
ALTER TABLE `broadcasts` ADD `cursor` text;--> statement-breakpoint
ALTER TABLE `broadcasts` ADD `prepared` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `outbox` ADD `rung_of` text;--> statement-breakpoint
ALTER TABLE `outbox` ADD `climb_at` integer;--> statement-breakpoint
ALTER TABLE `outbox` ADD `advertising` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `outbox` ADD `cost_vnd` real;--> statement-breakpoint
ALTER TABLE `outbox` ADD `is_cost_told` integer DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX `outbox_rung` ON `outbox` (`rung_of`) WHERE rung_of is not null;--> statement-breakpoint
CREATE INDEX `outbox_climb` ON `outbox` (`climb_at`) WHERE climb_at is not null;--> statement-breakpoint
ALTER TABLE `consents` ADD `how` text;--> statement-breakpoint
ALTER TABLE `consents` ADD `taken_by` text;--> statement-breakpoint
ALTER TABLE `consents` ADD `scan` text;--> statement-breakpoint
ALTER TABLE `people` ADD `advertising` text DEFAULT 'none' NOT NULL;--> statement-breakpoint
ALTER TABLE `people` ADD `quiet_hours` text;--> statement-breakpoint
ALTER TABLE `people` ADD `quiet_until` integer;
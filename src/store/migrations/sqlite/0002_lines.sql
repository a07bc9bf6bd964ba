ALTER TABLE `messages` ADD `line` text;--> statement-breakpoint
ALTER TABLE `outbox` ADD `line` text;--> statement-breakpoint
ALTER TABLE `outbox` ADD `left_at` integer;--> statement-breakpoint
CREATE INDEX `outbox_line` ON `outbox` (`channel`,`line`,`left_at`) WHERE line is not null;
ALTER TABLE `urns` ADD `sending_id` text;--> statement-breakpoint
ALTER TABLE `urns` ADD `sending_until` integer;
-- DropTable
DROP TABLE "picture";

using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Signpost.ControlPlane.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Authority : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "HeaderSignature",
                table: "DeploymentSignatures");

            // Signatures of orders of the earlier format: no unit takes those orders any more.
            migrationBuilder.DropColumn(
                name: "OrderSignature",
                table: "DeploymentSignatures");

            migrationBuilder.AddColumn<byte[]>(
                name: "Response",
                table: "DeploymentSignatures",
                type: "BLOB",
                nullable: false,
                defaultValue: new byte[0]);

            migrationBuilder.AddColumn<string>(
                name: "Under18Reason",
                table: "WatchlistEntries",
                type: "TEXT",
                maxLength: 500,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Cameras",
                table: "Units",
                type: "TEXT",
                maxLength: 4096,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<double>(
                name: "Latitude",
                table: "Units",
                type: "REAL",
                nullable: true);

            migrationBuilder.AddColumn<double>(
                name: "Longitude",
                table: "Units",
                type: "REAL",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "OutputsDeletedAt",
                table: "Deployments",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "RatifiedAt",
                table: "Deployments",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "RatifyBy",
                table: "Deployments",
                type: "INTEGER",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Under18Reason",
                table: "WatchlistEntries");

            migrationBuilder.DropColumn(
                name: "Cameras",
                table: "Units");

            migrationBuilder.DropColumn(
                name: "Latitude",
                table: "Units");

            migrationBuilder.DropColumn(
                name: "Longitude",
                table: "Units");

            migrationBuilder.DropColumn(
                name: "OutputsDeletedAt",
                table: "Deployments");

            migrationBuilder.DropColumn(
                name: "RatifiedAt",
                table: "Deployments");

            migrationBuilder.DropColumn(
                name: "RatifyBy",
                table: "Deployments");

            migrationBuilder.DropColumn(
                name: "Response",
                table: "DeploymentSignatures");

            migrationBuilder.AddColumn<byte[]>(
                name: "OrderSignature",
                table: "DeploymentSignatures",
                type: "BLOB",
                nullable: false,
                defaultValue: new byte[0]);

            migrationBuilder.AddColumn<byte[]>(
                name: "HeaderSignature",
                table: "DeploymentSignatures",
                type: "BLOB",
                nullable: false,
                defaultValue: new byte[0]);
        }
    }
}

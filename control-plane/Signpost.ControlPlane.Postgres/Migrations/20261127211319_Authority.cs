using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Signpost.ControlPlane.Postgres.Migrations
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
                type: "bytea",
                nullable: false,
                defaultValue: new byte[0]);

            migrationBuilder.AddColumn<string>(
                name: "Under18Reason",
                table: "WatchlistEntries",
                type: "character varying(500)",
                maxLength: 500,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Cameras",
                table: "Units",
                type: "character varying(4096)",
                maxLength: 4096,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<double>(
                name: "Latitude",
                table: "Units",
                type: "double precision",
                nullable: true);

            migrationBuilder.AddColumn<double>(
                name: "Longitude",
                table: "Units",
                type: "double precision",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "OutputsDeletedAt",
                table: "Deployments",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "RatifiedAt",
                table: "Deployments",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "RatifyBy",
                table: "Deployments",
                type: "timestamp with time zone",
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
                type: "bytea",
                nullable: false,
                defaultValue: new byte[0]);

            migrationBuilder.AddColumn<byte[]>(
                name: "HeaderSignature",
                table: "DeploymentSignatures",
                type: "bytea",
                nullable: false,
                defaultValue: new byte[0]);
        }
    }
}

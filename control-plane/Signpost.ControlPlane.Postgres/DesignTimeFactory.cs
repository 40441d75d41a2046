using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Signpost.ControlPlane.Storage;

namespace Signpost.ControlPlane.Postgres;

/// <summary>For <c>dotnet ef migrations add NAME --project control-plane/Signpost.ControlPlane.Postgres</c>.</summary>
internal sealed class DesignTimeFactory : IDesignTimeDbContextFactory<ControlPlaneDb>
{
    public ControlPlaneDb CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<ControlPlaneDb>();
        new PostgresStorage().Configure(options, "Host=localhost");
        return new ControlPlaneDb(options.Options);
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Signpost.ControlPlane.Storage;

namespace Signpost.ControlPlane.Sqlite;

/// <summary>For <c>dotnet ef migrations add NAME --project control-plane/Signpost.ControlPlane.Sqlite</c>.</summary>
internal sealed class DesignTimeFactory : IDesignTimeDbContextFactory<ControlPlaneDb>
{
    public ControlPlaneDb CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<ControlPlaneDb>();
        new SqliteStorage().Configure(options, "Data Source=:memory:");
        return new ControlPlaneDb(options.Options);
    }
}

using System.Reflection;
using System.Security.Cryptography;
using Signpost.ControlPlane.Alerts;
using Signpost.ControlPlane.Deployments;
using Signpost.ControlPlane.Storage.Keys;
using Signpost.ControlPlane.Watchlists;

namespace Signpost.ControlPlane.Tests.Storage.Keys;

public sealed class DataKeyTests
{
    [Fact]
    public void Open_InAnotherTableColumnOrRow_IsRefused()
    {
        using var key = new DataKey(RandomNumberGenerator.GetBytes(DataKey.Length));
        using var other = new DataKey(RandomNumberGenerator.GetBytes(DataKey.Length));
        var cell = new Cell("Table", "Column", "row");
        var value = key.Seal(cell, "Anna Beispiel");
        Assert.Equal("Anna Beispiel", key.OpenText(cell, value));
        Assert.Equal([], key.Open(cell, key.Seal(cell, [])));
        foreach (var elsewhere in new Cell[] { cell with { Table = "Other" }, cell with { Column = "Other" }, cell with { Row = "other" }, new("Column", "Table", "row") })
            Assert.ThrowsAny<CryptographicException>(() => key.Open(elsewhere, value));
        Assert.ThrowsAny<CryptographicException>(() => other.Open(cell, value));
        for (var i = 0; i < value.Bytes.Length; i++)
        {
            var altered = value.Bytes.ToArray();
            altered[i] ^= 0x80;
            Assert.ThrowsAny<CryptographicException>(() => key.Open(cell, SealedValue.Of(altered)));
            Assert.ThrowsAny<CryptographicException>(() => key.Open(cell, SealedValue.Of(altered[..i])));
        }
    }

    [Fact]
    public void Cells_OfAllSealedColumns_AreDifferent()
    {
        var id = Guid.NewGuid();
        Cell[] cells =
        [
            EntryCells.Details(id), EntryCells.Photo(id), EntryCells.Crop(id), EntryCells.Template(id), EntryCells.Suspension(id), EntryCells.SuspensionWhy(id), Drafter.ContentKeyCell(id), Drafter.PrivateKeyCell(id),
            AlertCells.Probe("unit-a", id), AlertCells.Decision(1),
        ];
        Assert.Equal(cells.Length, cells.Distinct().Count());
        Assert.Equal(SealedColumns().Count, cells.Length);
    }

    [Fact]
    public void Rows_WithPersonalData_HaveNoPlainColumnButThoseNamedHere()
    {
        // Whoever adds a text or bytes here says why they are not personal.
        Dictionary<Type, string[]> plain = new()
        {
            [typeof(WatchlistEntry)] = ["Reference", "PackDigest", "AddedBy"],
            [typeof(EntryImage)] = [],
            [typeof(EntrySuspension)] = ["By", "DecidedBy"],
            [typeof(AlertProbe)] = [],
            [typeof(AlertDecisionRow)] = ["DecidedBy"],
            [typeof(Alert)] = ["UnitId", "Reference", "ShotsJson"],
            [typeof(DeploymentSecret)] = [],
        };
        foreach (var (row, allowed) in plain)
        {
            var found = row.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(x => x.PropertyType == typeof(string) || x.PropertyType == typeof(byte[])).Select(x => x.Name);
            Assert.Equal(allowed.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
        }
    }

    private static List<PropertyInfo> SealedColumns() =>
        [.. typeof(DataKey).Assembly.GetTypes().Where(x => !x.IsAbstract && x.Namespace?.Contains(".Ingest", StringComparison.Ordinal) == false)
            .Where(x => x.Name is nameof(WatchlistEntry) or nameof(EntryImage) or nameof(EntrySuspension) or nameof(AlertProbe) or nameof(AlertDecisionRow) or nameof(DeploymentSecret))
            .SelectMany(x => x.GetProperties()).Where(x => x.PropertyType == typeof(SealedValue))];
}

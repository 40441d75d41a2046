namespace Signpost.Recognition.Tests;

public class GalleryLifetimeTests
{
    [Fact]
    public async Task Dispose_DuringSearches_LetsThemEndAndRefusesTheNext()
    {
        CancellationToken stopping = TestContext.Current.CancellationToken;
        for (int round = 0; round < 5; round++)
        {
            float[] template = [.. Enumerable.Range(1, 512).Select(value => (float)value)];
            var gallery = Gallery.Build(512, [.. Enumerable.Repeat(new GalleryEntry(template), 100)]);
            using var started = new CountdownEvent(2);
            Task[] searchers = [.. Enumerable.Range(0, 2).Select(_ => Task.Run(() => SearchUntilGone(gallery, template, started), stopping))];
            started.Wait(stopping);
            gallery.Dispose();
            await Task.WhenAll(searchers);
        }
    }

    private static void SearchUntilGone(Gallery gallery, float[] template, CountdownEvent started)
    {
        try
        {
            try
            {
                Assert.Equal(0, gallery.Search(template).Index);
            }
            finally
            {
                started.Signal();
            }

            while (true)
            {
                // Never a half-erased gallery: the twin of the reference scores 1 or the gallery is gone.
                Assert.Equal(1, gallery.Search(template).Score, 1e-6);
            }
        }
        catch (ObjectDisposedException)
        {
            // As promised.
        }
    }
}
